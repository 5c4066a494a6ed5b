/** *Ajustes > Plataforma*: connect, see, forget; and each failure ends in a next step. */
import { FakeBackend } from '$lib/backend/fake';
import { platformConnection, platformView } from '$lib/backend/samples';
import { t } from '$lib/i18n';
import SettingsView from './SettingsView.svelte';
import { expectAccessible, renderWith } from '../test/render';
import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

const show = (change: Partial<FakeBackend> = {}) =>
  renderWith(SettingsView, { section: 'platform' }, Object.assign(new FakeBackend(), change));

describe('Ajustes > Plataforma', () => {
  it('tests what was typed and keeps it, and the token never comes back', async () => {
    const { backend, user, container } = await show();
    expect(await screen.findByTestId('save-platform')).toBeDisabled();
    await user.type(screen.getByTestId('platform-address'), 'https://app.chatwoot.com');
    await user.type(screen.getByTestId('platform-account'), '3');
    await user.type(screen.getByTestId('platform-token'), 'segredo-123');
    await expectAccessible(container);
    await user.click(screen.getByTestId('save-platform'));
    expect(await screen.findByText(t('platform.connected'))).toBeVisible();
    expect(backend.callsOf('connectPlatform')).toEqual([
      [{ address: 'https://app.chatwoot.com', account: '3' }, 'segredo-123'],
    ]);
    expect(container.innerHTML).not.toContain('segredo-123');
    await expectAccessible(container);
  });

  it('says why it does not work, with what to do, and keeps what was typed', async () => {
    const { user } = await show({ platformProblem: { code: 'rate_limited', wait_seconds: 17 } });
    await user.type(await screen.findByTestId('platform-address'), 'https://app.chatwoot.com');
    await user.type(screen.getByTestId('platform-account'), '3');
    await user.type(screen.getByTestId('platform-token'), 'x');
    await user.click(screen.getByTestId('save-platform'));
    const words = `${t('platform.problem.rate_limited')} ${t('platform.wait', { seconds: 17 })}`;
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByTestId('platform-address')).toHaveValue('https://app.chatwoot.com');
  });

  it('fills in what the simulator offers, without showing its token', async () => {
    const provided = { address: 'http://127.0.0.1:4000/chatwoot', account: '3' };
    const { backend, user } = await show({ platform: platformView({ provided }) });
    await user.click(await screen.findByTestId('fill-platform'));
    expect(screen.queryByTestId('platform-token')).toBeNull();
    await user.click(screen.getByTestId('save-platform'));
    expect(backend.callsOf('connectPlatform')).toEqual([[provided, null]]);
  });

  it('tests again, and forgets only after a question', async () => {
    const connected = platformConnection({ role: 'agent' });
    const { backend, user } = await show({ platform: platformView({ connected }) });
    expect(await screen.findByText(t('platform.agent'))).toBeVisible();
    await user.click(screen.getByTestId('test-platform'));
    expect(backend.callsOf('connectPlatform')).toEqual([
      [{ address: 'https://app.chatwoot.com/', account: '3' }, null],
    ]);
    await user.click(screen.getByTestId('leave-platform'));
    expect(backend.callsOf('forgetPlatform')).toEqual([]);
    await user.click(await screen.findByTestId('confirm-leave-platform'));
    expect(await screen.findByTestId('save-platform')).toBeVisible();
    expect(backend.callsOf('forgetPlatform')).toEqual([[]]);
  });

  it('leads to the vault where nothing can be kept', async () => {
    const { router, user } = await show({ platform: platformView({ can_change: false }) });
    expect(await screen.findByText(t('platform.vault'))).toBeVisible();
    await user.click(screen.getByRole('button', { name: t('settings.security') }));
    expect(router.current).toEqual({ name: 'settings', section: 'security' });
  });
});
