import { FakeBackend } from '$lib/backend/fake';
import { appView } from '$lib/backend/samples';
import { watchView } from '$lib/backend/watch-samples';
import { t } from '$lib/i18n';
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { expectAccessible, renderWith } from '../../test/render';
import WatchCard from './WatchCard.svelte';

const engine = (change: Partial<FakeBackend> = {}) => Object.assign(new FakeBackend(), change);
const named = (name: string) => screen.findByRole('switch', { name });

describe('watching while nobody looks', () => {
  it('shows what is in force, with one sentence each', async () => {
    const { container } = await renderWith(WatchCard, {}, engine());
    const notifications = await named(t('watch.notifications'));
    expect(notifications).toBeChecked();
    expect(notifications).toHaveAccessibleDescription(t('watch.notifications.body'));
    const keep = await named(t('watch.keep'));
    expect(keep).not.toBeChecked();
    expect(keep).toBeEnabled();
    expect(keep).toHaveAccessibleDescription(t('watch.keep.body'));
    const start = await named(t('watch.start'));
    expect(start).toBeDisabled();
    expect(start).toHaveAccessibleDescription(t('watch.start.needs_keep'));
    await expectAccessible(container);
  });

  it('switches each by keyboard, and offers the start only together with watching', async () => {
    const { backend, user } = await renderWith(WatchCard, {}, engine());
    (await named(t('watch.notifications'))).focus();
    await user.keyboard(' ');
    expect(backend.callsOf('setNotifications')).toEqual([[false]]);
    await user.tab();
    await user.keyboard(' ');
    expect(backend.callsOf('setKeepWatching')).toEqual([[true]]);
    await waitFor(() => expect(screen.getByTestId('watch-start')).toBeEnabled());
    await user.click(screen.getByTestId('watch-start'));
    expect(backend.callsOf('setStartWithSystem')).toEqual([[true]]);
    await user.click(screen.getByTestId('watch-keep'));
    await waitFor(() => expect(screen.getByTestId('watch-start')).not.toBeChecked());
    expect(screen.getByTestId('watch-start')).toBeDisabled();
  });

  it('tells why a switch cannot be used on this computer', async () => {
    const backend = engine({ watch: watchView({ has_tray: false, can_notify: false }) });
    const { container } = await renderWith(WatchCard, {}, backend);
    const keep = await named(t('watch.keep'));
    expect(keep).toBeDisabled();
    expect(keep).toHaveAccessibleDescription(t('watch.keep.no_tray'));
    expect(await named(t('watch.notifications'))).toHaveAccessibleDescription(t('watch.notifications.missing'));
    await expectAccessible(container);
  });

  it('lets what cannot be shown any more be switched off', async () => {
    const watch = watchView({ has_tray: false, keep_watching: true, start_with_system: true });
    const { backend, user } = await renderWith(WatchCard, {}, engine({ watch }));
    expect(await named(t('watch.start'))).toBeEnabled();
    await user.click(await named(t('watch.keep')));
    expect(backend.callsOf('setKeepWatching')).toEqual([[false]]);
  });

  it('a refusal is told, and what is in force shows again', async () => {
    const backend = engine();
    backend.failNext('setKeepWatching', { code: 'system_refused' });
    const { user } = await renderWith(WatchCard, {}, backend);
    await user.click(await named(t('watch.keep')));
    expect(await screen.findByRole('alert')).toHaveTextContent(t('error.system_refused'));
    expect(screen.getByTestId('watch-keep')).not.toBeChecked();
  });

  it('what could not be read can be read again', async () => {
    const backend = engine();
    backend.failNext('watchView', { code: 'storage' });
    const { user } = await renderWith(WatchCard, {}, backend);
    await user.click(await screen.findByTestId('retry'));
    expect(await named(t('watch.notifications'))).toBeChecked();
  });

  it('locks what the company keeps', async () => {
    const values = [{ key: 'notifications', value: 'true', locked: true, source: '/etc/reconecta/policy.d/10.json' }];
    await renderWith(WatchCard, {}, engine({ app: appView({ managed: { values, warnings: [] } }) }));
    expect(await named(t('watch.notifications'))).toBeDisabled();
    expect(screen.getByTestId('managed-notifications')).toHaveTextContent(t('managed.locked'));
    expect(screen.getByTestId('watch-keep')).toBeEnabled();
  });

  it('an attendant sees everything and switches nothing', async () => {
    const operator = { role: 'attendant' as const, has_password: true, can_change: false };
    await renderWith(WatchCard, {}, engine({ app: appView({ operator }) }));
    expect(await named(t('watch.notifications'))).toBeDisabled();
    expect(screen.getByTestId('watch-keep')).toBeDisabled();
    expect(screen.getByTestId('watch-start')).toBeDisabled();
  });
});
