/** Every view, in each of its states: what is there, and that assistive technology finds its way. */
import { causeTitle } from '$features/problem/report';
import { FakeBackend } from '$lib/backend/fake';
import {
  aboutView,
  appView,
  channelRow,
  channelRows,
  channelView,
  connectionView,
  homeOf,
  homeView,
  problem,
} from '$lib/backend/samples';
import { handOffView } from '$lib/backend/outage-samples';
import { t } from '$lib/i18n';
import type { SettingsSection } from '$lib/router.svelte';
import { expectAccessible, renderWith } from '../test/render';
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import ChannelView from './ChannelView.svelte';
import FirstStartView from './FirstStartView.svelte';
import HomeView from './HomeView.svelte';
import MainView from './MainView.svelte';
import NewChannelView from './NewChannelView.svelte';
import SettingsView from './SettingsView.svelte';
import StorageProblemView from './StorageProblemView.svelte';
import VaultGateView from './VaultGateView.svelte';

function engine(change: Partial<FakeBackend> = {}): FakeBackend {
  return Object.assign(new FakeBackend(), { channels: channelRows() }, change);
}

describe('Início', () => {
  it('answers the one question and lists what is broken', async () => {
    const { container } = await renderWith(HomeView, {}, engine());
    expect(await screen.findByTestId('home-sentence')).toHaveTextContent('4 de 8 números precisam de você');
    const broken = screen.getByRole('list', { name: t('home.broken') });
    expect(within(broken).getAllByTestId('channel-row')).toHaveLength(4);
    await expectAccessible(container);
  });

  it('does not claim that all is well before anything was checked', async () => {
    const home = homeView({ ...homeOf('never_checked'), unknown: 8, checked_at: null });
    await renderWith(HomeView, {}, engine({ home }));
    expect(await screen.findByTestId('home-sentence')).toHaveTextContent(t('home.never_checked'));
    expect(screen.queryByTestId('home-beside')).toBeNull();
    expect(screen.getByTestId('home-answer')).not.toHaveClass('good');
  });

  it('tells of a backup that could not be made, and leads to where another is made', async () => {
    const backup = { made_at: 1, problem: 'history_damaged' } as const;
    const { container, router, user } = await renderWith(HomeView, {}, engine({ app: appView({ backup }) }));
    expect(await screen.findByTestId('backup-notice')).toHaveTextContent(t('backup.problem.history_damaged'));
    await expectAccessible(container);
    await user.click(screen.getByTestId('see-backup'));
    expect(router.current).toEqual({ name: 'settings', section: 'security' });
  });

  it('does not ask for a check while one runs', async () => {
    const home = homeView({ ...homeOf('never_checked'), unknown: 8, checked_at: null, checking: true });
    await renderWith(HomeView, {}, engine({ home }));
    expect(await screen.findByTestId('home-sentence')).toHaveTextContent(t('home.never_checked'));
    expect(screen.queryByText(t('home.never_checked.body'))).toBeNull();
  });

  it('is green only where every number was read and works', async () => {
    await renderWith(HomeView, {}, engine({ home: homeView(homeOf('fine')) }));
    expect(await screen.findByTestId('home-sentence')).toHaveTextContent(t('home.fine'));
    expect(screen.getByTestId('home-answer')).toHaveClass('good');
  });

  it('says so where numbers could not be read, and lists them', async () => {
    const verdict = { code: 'unknown', until: null, read_at: Date.now() };
    const unsettled = ['a', 'b'].map((id) => channelRow({ id, name: `Loja ${id}`, verdict, problem: null }));
    const home = homeView({ ...homeOf('unknown'), unknown: 2, unsettled });
    const { container } = await renderWith(HomeView, {}, engine({ home }));
    const sentence = await screen.findByTestId('home-sentence');
    expect(sentence).toHaveTextContent('Não deu para saber como estão 2 números');
    expect(screen.getByTestId('home-answer')).toHaveClass('unknown');
    expect(screen.queryByText(t('home.fine'))).toBeNull();
    expect(screen.getByRole('list', { name: t('home.unsettled') }).children).toHaveLength(2);
    await expectAccessible(container);
  });

  it('says so where numbers wait, beside those that nobody knows of', async () => {
    const verdict = { code: 'wait', until: Date.now() + 60_000, read_at: Date.now() };
    const unsettled = [channelRow({ id: 'a', verdict })];
    const home = homeView({ ...homeOf('waiting'), waiting: 1, unknown: 1, unsettled });
    await renderWith(HomeView, {}, engine({ home }));
    expect(await screen.findByTestId('home-sentence')).toHaveTextContent('1 número está em espera');
    expect(screen.getByTestId('home-beside')).toHaveTextContent('Não deu para saber como está 1 número');
    expect(screen.getByTestId('home-answer')).toHaveClass('unknown');
  });

  it('lists those that wait after those that are broken', async () => {
    await renderWith(HomeView, {}, engine());
    await screen.findByTestId('home-sentence');
    const lists = screen.getAllByRole('list').map((list) => list.getAttribute('aria-label'));
    expect(lists).toEqual([t('home.broken'), t('home.unsettled')]);
    expect(screen.getByTestId('home-beside')).toHaveTextContent('está em espera');
  });

  it('says how many more there are than it lists', async () => {
    await renderWith(HomeView, {}, engine({ home: homeView({ need_you: 8057, total: 10_000 }) }));
    expect(await screen.findByText('Mostrando 4 de 8.057. Os outros estão na lista de canais.')).toBeVisible();
    expect(screen.getByTestId('home-sentence')).toHaveTextContent('8.057 de 10.000 números precisam de você');
  });

  it('offers the first channel where there is none', async () => {
    const home = homeView({ ...homeOf('fine'), total: 0 });
    const { container, router, user } = await renderWith(HomeView, {}, engine({ home }));
    await user.click(await screen.findByRole('button', { name: t('home.empty.action') }));
    expect(router.current).toEqual({ name: 'new_channel' });
    await expectAccessible(container);
  });

  it('offers to go on with an unfinished reconnection', async () => {
    const unfinished = { attempt: 'a', channel_name: 'Padaria', can_resume: true, stopped_at: Date.now() };
    const { router, user } = await renderWith(HomeView, {}, engine({ app: appView({ unfinished }) }));
    await user.click(await screen.findByTestId('unfinished'));
    expect(router.current).toEqual({ name: 'attempt' });
  });

  it('reads again when channels changed', async () => {
    const { backend } = await renderWith(HomeView, {}, engine());
    await screen.findByTestId('home-sentence');
    backend.home = homeView({ total: 8, need_you: 1, broken: [] });
    backend.pushChannels();
    expect(await screen.findByText('1 de 8 números precisa de você')).toBeVisible();
  });

  it('says when it could not be read, and reads again', async () => {
    const backend = engine();
    backend.failNext('homeView', { code: 'storage' });
    const { user } = await renderWith(HomeView, {}, backend);
    expect(await screen.findByText(t('error.storage'))).toBeVisible();
    await user.click(screen.getByTestId('retry'));
    expect(await screen.findByTestId('home-sentence')).toBeVisible();
  });
});

describe('a repair without a login', () => {
  it('tells what stood in the way, in sentences', async () => {
    const backend = engine();
    backend.obstacle = problem({ cause: 'callback_verification_failed', next: 'contact_support' });
    const { user } = await renderWith(ChannelView, { id: 'ch-2' }, backend);
    await user.click(await screen.findByTestId('repair'));
    expect(await screen.findByRole('alert')).toHaveTextContent(t('cause.callback_verification_failed.title'));
  });
});

describe('the automatic check', () => {
  it('shows what is chosen, and changes it at once', async () => {
    const { backend, user } = await renderWith(SettingsView, { section: 'account' }, engine());
    expect(screen.getByTestId('schedule-6')).toBeChecked();
    await user.click(screen.getByTestId('schedule-1'));
    expect(backend.callsOf('setCheckSchedule')).toEqual([[1]]);
    await waitFor(() => expect(screen.getByTestId('schedule-1')).toBeChecked());
  });

  it('tells when it could not be changed, and keeps what was chosen', async () => {
    const backend = engine();
    backend.failNext('setCheckSchedule', { code: 'storage' });
    const { user } = await renderWith(SettingsView, { section: 'account' }, backend);
    await user.click(screen.getByTestId('schedule-0'));
    expect(await screen.findByText(t('error.storage'))).toBeVisible();
  });
});

describe('Ajustes > Conta', () => {
  const sections: SettingsSection[] = [
    'overview',
    'account',
    'channels',
    'connection',
    'platform',
    'security',
    'appearance',
    'about',
  ];

  it.each(sections)('%s can be used with assistive technology', async (section) => {
    const backend = engine({ connection: connectionView({ has_app_secret: true }), about: aboutView() });
    const { container } = await renderWith(SettingsView, { section }, backend);
    await screen.findByRole('heading', { level: 1 });
    await expectAccessible(container);
  });

  it('leads from the main menu to the new channel by its labels', async () => {
    const { router, user, container } = await renderWith(MainView, {}, engine(), 'window');
    await user.click(screen.getByRole('button', { name: 'Ajustes' }));
    await user.click(screen.getByRole('button', { name: 'Conta' }));
    await user.click(screen.getByTestId('settings-channels'));
    await user.click(await screen.findByRole('button', { name: 'Adicionar canal' }));
    expect(router.current).toEqual({ name: 'new_channel' });
    await user.click(await screen.findByTestId('kind-whatsapp'));
    expect(router.current).toEqual({ name: 'attempt' });
    await expectAccessible(container);
  });

  it.each([
    ['settings', 'overview', 'settings.account_group'],
    ['about', 'about', 'settings.about'],
    ['help_topics', 'about', 'settings.about'],
  ] as const)('opens from the menu bar of a Mac: %s', async (entry, section, title) => {
    const { router, backend } = await renderWith(MainView, {}, engine(), 'window');
    backend.chooseFromMenu(entry);
    expect(router.current).toEqual({ name: 'settings', section });
    expect(await screen.findByRole('heading', { level: 1, name: t(title) })).toBeVisible();
  });

  it('finds channels by search and by status', async () => {
    const { user } = await renderWith(SettingsView, { section: 'channels' }, engine());
    await user.type(await screen.findByTestId('channel-search'), 'clinica');
    expect(screen.getAllByTestId('channel-row')).toHaveLength(1);
    await user.clear(screen.getByTestId('channel-search'));
    await user.selectOptions(screen.getByTestId('channel-filter'), 'disconnected');
    expect(screen.getAllByTestId('channel-row')).toHaveLength(2);
    await user.type(screen.getByTestId('channel-search'), 'nada disso');
    await user.click(await screen.findByRole('button', { name: t('channels.clear') }));
    expect(screen.getAllByTestId('channel-row')).toHaveLength(8);
  });

  it('switches the language at once', async () => {
    const { user } = await renderWith(SettingsView, { section: 'appearance' }, engine());
    await user.click(screen.getByTestId('language-en'));
    expect(await screen.findByRole('heading', { name: 'Appearance and language' })).toBeVisible();
    expect(document.documentElement.lang).toBe('en');
    await user.click(screen.getByTestId('language-pt-BR'));
    expect(await screen.findByRole('heading', { name: 'Aparência e idioma' })).toBeVisible();
  });
});

describe('a channel', () => {
  it('shows the verdict, the chain with its first no opened, and the history', async () => {
    const { container } = await renderWith(ChannelView, { id: 'ch-1' }, engine());
    expect(await screen.findByRole('heading', { level: 1, name: 'Padaria Aurora' })).toBeVisible();
    expect(container.querySelectorAll('details[open]').length).toBeGreaterThanOrEqual(1);
    expect(screen.getByRole('heading', { name: t('channel.history') })).toBeVisible();
    await expectAccessible(container);
  });

  it.each([
    ['proven', Date.now(), 'channel.headline.proven'],
    ['connected_unproven', Date.now(), 'channel.headline.connected_unproven'],
    ['unknown', Date.now(), 'channel.headline.unknown'],
    ['unknown', null, 'channel.never_read'],
  ] as const)('says in one line what %s at %s means', async (code, read_at, words) => {
    const row = channelRow({ verdict: { code, until: null, read_at }, problem: null });
    await renderWith(ChannelView, { id: 'ch-1' }, engine({ channelPages: new Map([['ch-1', channelView({ row })]]) }));
    expect(await screen.findByText(t(words))).toBeVisible();
  });

  it('says that it tells the last known status also where it knows why it could not read', async () => {
    const verdict = { code: 'unknown', until: null, read_at: Date.now() } as const;
    const row = channelRow({ verdict, problem: problem({ cause: 'meta_unavailable' }) });
    await renderWith(ChannelView, { id: 'ch-1' }, engine({ channelPages: new Map([['ch-1', channelView({ row })]]) }));
    expect(await screen.findByText(t('channel.headline.unknown'))).toBeVisible();
    expect(screen.getByRole('heading', { name: t('cause.meta_unavailable.title') })).toBeVisible();
  });

  it('tells the cause in place of that line', async () => {
    await renderWith(ChannelView, { id: 'ch-1' }, engine());
    const standing = within(await screen.findByRole('region', { name: t('channel.verdict') }));
    expect(standing.getByText(causeTitle(problem()))).toBeVisible();
  });

  it('says when it is gone', async () => {
    await renderWith(ChannelView, { id: 'nobody' }, engine());
    expect(await screen.findByText(t('channel.gone.title'))).toBeVisible();
  });
});

describe('an attendant', () => {
  const operator = { role: 'attendant', has_password: true, can_change: false } as const;

  it('sees a channel but cannot change it, and is told why', async () => {
    const backend = engine({ app: appView({ operator }) });
    const { container } = await renderWith(ChannelView, { id: 'ch-1' }, backend);
    expect(await screen.findByText(t('operator.read_only.title'))).toBeVisible();
    for (const button of screen.getAllByTestId('reconnect')) expect(button).toBeDisabled();
    await expectAccessible(container);
  });

  it('cannot add a channel', async () => {
    await renderWith(SettingsView, { section: 'channels' }, engine({ app: appView({ operator }) }));
    expect(await screen.findByTestId('add-channel')).toBeDisabled();
  });

  it('becomes administrator with the password only', async () => {
    const backend = engine({ app: appView({ operator }) });
    const { session, user } = await renderWith(SettingsView, { section: 'account' }, backend);
    await user.click(screen.getByTestId('to-administrator'));
    backend.failNext('signIn', { code: 'wrong_password' });
    await user.type(screen.getByTestId('administrator-password'), 'errada123');
    await user.click(screen.getByRole('button', { name: t('operator.sign_in.do') }));
    expect(await screen.findByText(t('error.wrong_password'))).toBeVisible();
    expect(session.canChange).toBe(false);
    await user.type(screen.getByTestId('administrator-password'), 'certa1234');
    await user.click(screen.getByRole('button', { name: t('operator.sign_in.do') }));
    expect(backend.callsOf('signIn').at(-1)).toEqual(['administrator', 'certa1234']);
    expect(session.canChange).toBe(true);
  });
});

describe('what somebody else has to do', () => {
  const cause = problem({ cause: 'asset_access_missing', actor: 'business_admin', next: 'hand_off' });
  const pages = (change: Partial<ReturnType<typeof channelView>>) =>
    engine({ channelPages: new Map([['ch-1', channelView({ row: channelRow({ problem: cause }), ...change })]]) });

  it('is handed to them as a whole, with the channel, and can be checked again', async () => {
    const backend = pages({ hand_off: handOffView({ need: 'asset_access' }) });
    const { container, user } = await renderWith(ChannelView, { id: 'ch-1' }, backend);
    expect(await screen.findByText(t('hand_off.card'))).toBeVisible();
    const topic = { kind: 'channel', id: 'ch-1' };
    expect(backend.callsOf('handOffText')).toEqual([[topic]]);
    await user.click(await screen.findByText(t('hand_off.preview')));
    expect(screen.getByTestId('hand-off-text')).toHaveTextContent('Abra as configurações');
    const card = within(screen.getByTestId('hand-off'));
    await user.click(card.getByRole('button', { name: t('wizard.hand_off') }));
    expect(await navigator.clipboard.readText()).toBe(backend.handOff);
    await user.click(screen.getByTestId('save-hand-off'));
    expect(backend.callsOf('saveHandOff')).toEqual([[topic, 'html']]);
    await user.click(screen.getByTestId('hand-off-check'));
    expect(backend.callsOf('checkChannel')).toEqual([['ch-1']]);
    await expectAccessible(container);
  });

  it('is copied in short where nobody else can help', async () => {
    const backend = pages({ hand_off: null });
    await renderWith(ChannelView, { id: 'ch-1' }, backend);
    await screen.findByText(t('channel.diagnosis'));
    expect(screen.queryByText(t('hand_off.card'))).toBeNull();
    expect(backend.callsOf('handOffText')).toEqual([]);
  });
});

describe('before the first screen', () => {
  it('the environment is chosen', async () => {
    const backend = engine({ app: appView({ environment: null }) });
    const { container, session, user } = await renderWith(FirstStartView, {}, backend, 'window');
    await expectAccessible(container);
    await user.click(screen.getByTestId('choose-production'));
    await user.click(screen.getByTestId('first-start'));
    expect(session.app?.environment).toBe('production');
  });

  it.each(['unavailable', 'passphrase_needed', 'locked', 'key_missing', 'key_changed'] as const)(
    'a vault that is %s explains itself',
    async (vault) => {
      const { container } = await renderWith(
        VaultGateView,
        { onlater: () => undefined },
        engine({ app: appView({ vault }) }),
        'window',
      );
      expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(t(`vault.${vault}`));
      await expectAccessible(container);
    },
  );

  it('lets the passphrase be typed at once', async () => {
    await renderWith(
      VaultGateView,
      { onlater: () => undefined },
      engine({ app: appView({ vault: 'passphrase_needed' }) }),
    );
    expect(screen.getByTestId('passphrase')).toHaveFocus();
  });

  it.each([
    { kind: 'newer' },
    { kind: 'busy' },
    { kind: 'not_writable' },
    { kind: 'damaged', backup_at: 1_700_000_000_000 },
    { kind: 'damaged', backup_at: null },
  ] as const)('a data file that is $kind ends in a button', async (problem) => {
    const { container } = await renderWith(StorageProblemView, { problem }, engine(), 'window');
    expect(screen.getAllByRole('button').length).toBeGreaterThan(0);
    await expectAccessible(container);
  });

  it('a data file of a newer version has the update right beside it', async () => {
    await renderWith(StorageProblemView, { problem: { kind: 'newer' } }, engine(), 'window');
    expect(await screen.findByTestId('check-update')).toBeEnabled();
  });

  it('the kinds of channel that work are offered', async () => {
    const { container } = await renderWith(NewChannelView, {}, engine());
    expect(screen.getByText('WhatsApp Cloud API')).toBeVisible();
    await expectAccessible(container);
  });
});
