/** What the company has set: shown with its source, and locked where it is locked. */
import AppNotices from '$features/shell/AppNotices.svelte';
import { FakeBackend } from '$lib/backend/fake';
import { appView, connectionView } from '$lib/backend/samples';
import { updateView } from '$lib/backend/update-samples';
import { t } from '$lib/i18n';
import SettingsView from './SettingsView.svelte';
import FirstStartView from './FirstStartView.svelte';
import { expectAccessible, renderWith } from '../test/render';
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

const FILE = '/etc/reconecta/policy.d/10.json';

function managed(locked: Record<string, string>, rest: Record<string, string> = {}): FakeBackend {
  const of = (values: Record<string, string>, isLocked: boolean) =>
    Object.entries(values).map(([key, value]) => ({ key, value, locked: isLocked, source: FILE }));
  const values = [...of(locked, true), ...of(rest, false)];
  return Object.assign(new FakeBackend(), {
    app: appView({ environment: 'production', managed: { values, warnings: [] } }),
  });
}

describe('What the company has set', () => {
  it('is listed with value, level and source', async () => {
    const backend = managed({ proxy: 'http://proxy.example.com:3128' }, { language: 'es' });
    backend.app = appView({
      managed: {
        ...backend.app.managed,
        warnings: [{ source: FILE, key: 'log_days', code: 'wrong_value', expected: '1 … 365' }],
      },
    });
    const { container } = await renderWith(SettingsView, { section: 'about' }, backend);
    const list = within(await screen.findByTestId('managed'));
    expect(list.getByText(t('policy.key.proxy'))).toBeVisible();
    expect(list.getByText('http://proxy.example.com:3128')).toBeVisible();
    expect(list.getByText(t('policy.level.locked'))).toBeVisible();
    expect(list.getByText(t('policy.level.default'))).toBeVisible();
    expect(list.getAllByText(FILE)).toHaveLength(2);
    expect(list.getByText(`${FILE} · log_days`)).toBeVisible();
    expect(list.getByText(/1 … 365/)).toBeVisible();
    await expectAccessible(container);
  });

  it('is not spoken of where nothing is set', async () => {
    await renderWith(SettingsView, { section: 'about' }, new FakeBackend());
    await screen.findByText(t('about.help'));
    expect(screen.queryByTestId('managed')).toBeNull();
  });

  it('locks the environment, the schedule and how long a proof counts', async () => {
    const backend = managed({ environment: 'production', check_every_hours: '6', proof_life_hours: '72' });
    const { container } = await renderWith(SettingsView, { section: 'account' }, backend);
    expect(await screen.findByTestId('switch-environment')).toBeDisabled();
    expect(screen.getByTestId('schedule-1')).toBeDisabled();
    expect(screen.getByTestId('proof-life-24')).toBeDisabled();
    for (const setting of ['environment', 'check_every_hours', 'proof_life_hours']) {
      const mark = screen.getByTestId(`managed-${setting}`);
      expect(mark).toHaveTextContent(t('managed.locked'));
      expect(mark).toHaveTextContent(t('managed.source', { source: FILE }));
    }
    await expectAccessible(container);
  });

  it('leaves a default free and says whose it is', async () => {
    await renderWith(SettingsView, { section: 'account' }, managed({}, { check_every_hours: '6' }));
    expect(await screen.findByTestId('schedule-1')).toBeEnabled();
    const mark = screen.getByTestId('managed-check_every_hours');
    expect(mark).toHaveTextContent(t('managed.default'));
    expect(mark).toHaveTextContent(FILE);
    expect(screen.queryByTestId('managed-proof_life_hours')).toBeNull();
  });

  it('names the source where updates are off, which nobody can switch in the app', async () => {
    const backend = managed({}, { updates: 'false' });
    backend.update = updateView({ stage: 'off', off: 'policy' });
    await renderWith(SettingsView, { section: 'about' }, backend);
    expect(await screen.findByTestId('managed-updates')).toHaveTextContent(t('managed.locked'));
  });

  it('locks the language and not the theme', async () => {
    await renderWith(SettingsView, { section: 'appearance' }, managed({ language: 'pt-BR' }));
    expect(await screen.findByTestId('language-en')).toBeDisabled();
    expect(screen.getByTestId('managed-language')).toHaveTextContent(FILE);
    expect(screen.getByTestId('theme-dark')).toBeEnabled();
  });

  it('locks fields of the connection, one by one', async () => {
    const backend = managed({ app_id: '634974688087057', route: 'own_app' });
    backend.connection = connectionView({ provided: false });
    const { container } = await renderWith(SettingsView, { section: 'connection' }, backend);
    expect(await screen.findByTestId('connection-app_id')).toHaveAttribute('readonly');
    expect(screen.getByTestId('connection-configuration_id')).not.toHaveAttribute('readonly');
    expect(screen.getByTestId('route-backend')).toBeDisabled();
    expect(screen.getByTestId('managed-route')).toHaveTextContent(t('managed.locked'));
    expect(screen.getByTestId('connection-app_id')).toHaveAccessibleDescription(new RegExp(FILE));
    expect(screen.queryByTestId('managed-configuration_id')).toBeNull();
    await expectAccessible(container);
  });
});

describe('Something wrong around the app', () => {
  it.each(['clock_wrong', 'clock_off'] as const)('is said before anything was chosen: %s', async (clock) => {
    const backend = Object.assign(new FakeBackend(), {
      app: appView({ environment: null, notices: ['settings_damaged', clock] }),
    });
    const { container } = await renderWith(FirstStartView, {}, backend, 'window');
    expect(screen.getByTestId('notice-settings_damaged')).toHaveTextContent(t('notice.settings_damaged'));
    expect(screen.getByTestId(`notice-${clock}`)).toHaveTextContent(t(`notice.${clock}`));
    expect(screen.queryByTestId('see-settings')).toBeNull();
    await expectAccessible(container);
  });

  it('goes once the clock is right: Meta is asked, and the answer is shown', async () => {
    const backend = Object.assign(new FakeBackend(), { app: appView({ notices: ['clock_off'] }) });
    const { user } = await renderWith(AppNotices, {}, backend);
    backend.app = appView({ notices: [] });
    await user.click(screen.getByTestId('compare-clocks'));
    expect(backend.callsOf('checkAllChannels')).toHaveLength(1);
    expect(screen.queryByTestId('notice-clock_off')).toBeNull();
  });

  it('goes once the clock is right, also where Meta cannot be asked', async () => {
    const backend = Object.assign(new FakeBackend(), { app: appView({ notices: ['clock_wrong'] }) });
    const { user } = await renderWith(AppNotices, {}, backend);
    backend.app = appView({ notices: [] });
    backend.failNext('checkAllChannels', { code: 'busy' });
    await user.click(screen.getByTestId('compare-clocks'));
    expect(screen.queryByTestId('notice-clock_wrong')).toBeNull();
  });

  it('leads from damaged settings to the settings', async () => {
    const backend = Object.assign(new FakeBackend(), { app: appView({ notices: ['settings_damaged'] }) });
    const { router, user } = await renderWith(AppNotices, {}, backend);
    await user.click(screen.getByTestId('see-settings'));
    expect(router.current).toEqual({ name: 'settings', section: 'overview' });
  });
});
