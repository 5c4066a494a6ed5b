/** Walks through several screens of the whole window. */
import type { ConnectionCheckView } from '$lib/backend/backend';
import { FakeBackend } from '$lib/backend/fake';
import { appView, attemptView, channelRows } from '$lib/backend/samples';
import { attemptScenes } from '$features/attempt/scenes';
import { t } from '$lib/i18n';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Session } from '$lib/session.svelte';
import App from '../App.svelte';

function open(change: Partial<FakeBackend> = {}) {
  const backend = Object.assign(new FakeBackend(), { channels: channelRows() }, change);
  render(App, { session: new Session(backend) });
  return { backend, user: userEvent.setup() };
}

describe('the app', () => {
  it('goes on from the result to the tests that prove a channel', async () => {
    const scene = attemptScenes.result;
    if (!scene) throw new Error('a result');
    const channel = { id: 'ch-1', name: 'Padaria Aurora', number: '(11) 98765-4321' };
    const { backend, user } = open({ attempt: { ...scene, channel, channels: 1 }, onAction: () => null });
    await user.click(await screen.findByTestId('nav-attempt'));
    await user.click(await screen.findByTestId('wizard-prove'));
    expect(backend.callsOf('attemptAct')).toEqual([[{ kind: 'finish' }]]);
    await waitFor(() => expect(screen.getByTestId('proof')).toHaveFocus());
  });

  it('says that the demonstration is a simulation, and only there', async () => {
    const { backend } = open();
    expect(await screen.findByText(t('environment.demonstration.banner'))).toBeVisible();
    backend.pushApp({ environment: 'production' });
    await waitFor(() => expect(screen.queryByText(t('environment.demonstration.banner'))).toBeNull());
  });

  it('asks for everything once, however many screens are shown, and listens once', async () => {
    const { backend } = open();
    await screen.findByTestId('home-sentence');
    const channel = backend.channels.at(-1);
    for (const screens of [1, 2, 3]) {
      backend.pressNotice(channel?.id ?? '');
      expect(await screen.findByRole('heading', { level: 1, name: channel?.name ?? '' })).toBeVisible();
      backend.pressNotice(null);
      expect(await screen.findByTestId('home-sentence')).toBeVisible();
      expect(backend.callsOf('appView'), `after ${screens} screens there and back`).toHaveLength(1);
    }
    expect(history.state).toMatchObject({ depth: 6 });
  });

  it('offers a new try when the first answer fails', async () => {
    const backend = new FakeBackend();
    backend.failNext('appView', { code: 'storage' });
    render(App, { session: new Session(backend) });
    const user = userEvent.setup();
    await user.click(await screen.findByTestId('retry'));
    expect(await screen.findByTestId('home-sentence')).toBeVisible();
  });

  it('asks for the environment first, and goes to Início after it', async () => {
    const { user } = open({ app: appView({ environment: null }) });
    await user.click(await screen.findByTestId('first-start'));
    expect(await screen.findByTestId('home-sentence')).toBeVisible();
  });

  it('leads from a pressed notification to its channel, or to Início when it is about several', async () => {
    const { backend } = open();
    await screen.findByTestId('home-sentence');
    const channel = backend.channels.at(-1);
    backend.pressNotice(channel?.id ?? '');
    expect(await screen.findByRole('heading', { level: 1, name: channel?.name ?? '' })).toBeVisible();
    backend.pressNotice(null);
    expect(await screen.findByTestId('home-sentence')).toBeVisible();
  });

  it('lets a person look around with a closed vault, and keeps saying so', async () => {
    const { user } = open({ app: appView({ vault: 'locked' }) });
    await user.click(await screen.findByTestId('vault-later'));
    expect(await screen.findByText(t('vault.closed.banner'))).toBeVisible();
    await user.click(screen.getByRole('button', { name: t('vault.closed.open') }));
    await user.click(await screen.findByTestId('vault-retry'));
    expect(await screen.findByText(t('vault.keyring'))).toBeVisible();
    expect(screen.queryByText(t('vault.closed.banner'))).toBeNull();
  });

  it('goes from Início to the wizard in one click, and to the channel when the wizard is over', async () => {
    const { backend, user } = open();
    const [reconnect] = await screen.findAllByRole('button', { name: 'Reconectar Padaria Aurora' });
    backend.attempt = attemptView({ channel: { id: 'ch-1', name: 'Padaria Aurora', number: '(11) 98765-4321' } });
    if (reconnect) await user.click(reconnect);
    expect(backend.callsOf('startAttempt')).toEqual([['ch-1']]);
    expect(await screen.findByTestId('nav-attempt')).toHaveAttribute('aria-current', 'page');
    backend.pushAttempt(null);
    expect(await screen.findByRole('heading', { level: 1, name: 'Padaria Aurora' })).toBeVisible();
  });

  it('keeps the newer of two wizard views when an answer arrives late', async () => {
    const { backend, user } = open();
    const release = backend.hold('startAttempt');
    const [reconnect] = await screen.findAllByRole('button', { name: 'Reconectar Padaria Aurora' });
    if (reconnect) await user.click(reconnect);
    backend.pushAttempt(null);
    release();
    expect(await screen.findByRole('heading', { level: 1, name: t('settings.channels') })).toBeVisible();
    expect(screen.queryByTestId('nav-attempt')).toBeNull();
  });

  it('goes back the way it came', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: t('channels.open', { name: 'Padaria Aurora' }) }));
    await user.click(await screen.findByRole('button', { name: t('common.back') }));
    expect(await screen.findByTestId('home-sentence')).toBeVisible();
  });

  it('can be walked with the keyboard from the top', async () => {
    const { user } = open();
    await screen.findByTestId('home-sentence');
    await user.tab();
    expect(screen.getByText(t('app.skip_to_content'))).toHaveFocus();
    await user.tab();
    expect(screen.getByTestId('nav-home')).toHaveFocus();
    await user.keyboard('{Tab}{Enter}');
    expect(await screen.findByRole('heading', { name: t('settings.account_group') })).toBeVisible();
  });
});

describe('Conexão Meta', () => {
  const production = { app: appView({ environment: 'production', connection_ready: false }) } as const;

  async function form(change: Partial<FakeBackend> = {}) {
    const opened = open({ ...production, ...change });
    await opened.user.click(await screen.findByTestId('nav-settings'));
    await opened.user.click(screen.getByTestId('settings-connection'));
    await screen.findByTestId('connection-app_id');
    return opened;
  }

  it('complains about a wrong field while typing, and in peace about an empty one', async () => {
    const { user } = await form({
      connectionCheck: (values): ConnectionCheckView => {
        if (values.app_id === '') return { problems: { app_id: 'required' }, can_save: false };
        if (/\D/.test(values.app_id)) return { problems: { app_id: 'not_an_id' }, can_save: false };
        return { problems: {}, can_save: true };
      },
    });
    expect(screen.queryByText(t('connection.problem.required'))).toBeNull();
    await user.type(screen.getByTestId('connection-app_id'), '12a');
    expect(await screen.findByText(t('connection.problem.not_an_id'))).toBeVisible();
    expect(screen.getByTestId('connection-app_id')).toHaveAttribute('aria-invalid', 'true');
    expect(screen.getByTestId('save-connection')).toBeDisabled();
    await user.clear(screen.getByTestId('connection-app_id'));
    await user.tab();
    expect(await screen.findByText(t('connection.problem.required'))).toBeVisible();
  });

  it('sends the secret once and forgets it', async () => {
    const { backend, user } = await form();
    await user.type(screen.getByTestId('app-secret'), 's3gr3d0');
    await user.click(screen.getByTestId('save-connection'));
    expect(await screen.findByText(t('connection.app_secret.kept'))).toBeVisible();
    expect(backend.callsOf('saveConnection')[0]?.[1]).toBe('s3gr3d0');
    await user.click(screen.getByTestId('replace-secret'));
    expect(screen.getByTestId('app-secret')).toHaveValue('');
  });

  it('asks only for what the chosen way needs', async () => {
    const { user } = await form();
    await user.click(screen.getByTestId('route-backend'));
    expect(screen.getByTestId('connection-backend_url')).toBeVisible();
    expect(screen.queryByTestId('app-secret')).toBeNull();
    await user.click(screen.getByTestId('route-manual'));
    expect(screen.queryByTestId('connection-backend_url')).toBeNull();
    expect(screen.queryByTestId('connection-configuration_id')).toBeNull();
  });
});
