import { FakeBackend } from '$lib/backend/fake';
import {
  appView,
  channelRow,
  channelRows,
  channelView,
  connectionView,
  platformConnection,
  platformView,
  problem,
} from '$lib/backend/samples';
import { handOffView } from '$lib/backend/outage-samples';
import { describe } from 'vitest';
import { screen } from '@testing-library/svelte';
import { testPhases } from '../test/phases';
import type { Rendered } from '../test/render';
import ChannelView from './ChannelView.svelte';
import FirstStartView from './FirstStartView.svelte';
import HomeView from './HomeView.svelte';
import NewChannelView from './NewChannelView.svelte';
import SettingsView from './SettingsView.svelte';
import StorageProblemView from './StorageProblemView.svelte';
import VaultGateView from './VaultGateView.svelte';

const engine =
  (change: Partial<FakeBackend> = {}) =>
  () =>
    Object.assign(new FakeBackend(), { channels: channelRows() }, change);
const vault = (state: 'unavailable' | 'passphrase_needed' | 'locked' | 'key_missing') =>
  engine({ app: appView({ vault: state }) });
const press =
  (...testids: string[]) =>
  async ({ user }: Rendered) => {
    for (const testid of testids) await user.click(await screen.findByTestId(testid));
  };
const fill =
  (values: Record<string, string>, first?: (rendered: Rendered) => Promise<void>) => async (rendered: Rendered) => {
    await first?.(rendered);
    for (const [testid, value] of Object.entries(values))
      await rendered.user.type(await screen.findByTestId(testid), value);
  };
const onlater = () => undefined;
const handedOff = new Map([
  ['ch-1', channelView({ row: channelRow({ problem: problem() }), hand_off: handOffView() })],
]);
const verifyTokenGone = problem({ cause: 'platform_out_of_sync', actor: 'you', next: 'update_platform' });
const outOfSync = new Map([['ch-1', channelView({ row: channelRow({ problem: verifyTokenGone }), diagnosis: null })]]);
const rollback = new Map([['ch-1', channelView({ can_rollback: true })]]);

describe('every action is idle, busy or failed', () => {
  testPhases('check all', HomeView, {}, { command: 'checkAllChannels', testid: 'check-all', backend: engine() });
  testPhases('check one', ChannelView, { id: 'ch-1' }, { command: 'checkChannel', testid: 'check', backend: engine() });
  testPhases(
    'reconnect',
    ChannelView,
    { id: 'ch-1' },
    { command: 'startAttempt', testid: 'reconnect', backend: engine() },
  );
  testPhases('repair', ChannelView, { id: 'ch-2' }, { command: 'repairChannel', testid: 'repair', backend: engine() });
  testPhases(
    'own webhook from its cause',
    ChannelView,
    { id: 'ch-1' },
    {
      command: 'expectCallback',
      testid: 'save-callback',
      backend: engine({ channelPages: outOfSync }),
      before: fill({ 'callback-url': 'https://loja.example/hook', 'callback-token': 'segredo' }, press('problem-next')),
    },
  );
  testPhases(
    'own webhook',
    ChannelView,
    { id: 'ch-1' },
    {
      command: 'expectCallback',
      testid: 'save-callback',
      backend: engine(),
      before: async ({ user }) => {
        await user.click(await screen.findByTestId('callback'));
        await user.type(screen.getByTestId('callback-url'), 'https://loja.example/hook');
        await user.type(screen.getByTestId('callback-token'), 'segredo');
      },
    },
  );
  testPhases(
    'test of the webhook',
    ChannelView,
    { id: 'ch-1' },
    { command: 'probeCallback', testid: 'probe-now', backend: engine(), before: press('probe') },
  );
  testPhases(
    'test message',
    ChannelView,
    { id: 'ch-1' },
    {
      command: 'sendTestMessage',
      testid: 'send-now',
      backend: engine(),
      before: fill({ 'send-to': '+55 11 91234-0001' }, press('send-test', 'send-consent')),
    },
  );
  testPhases(
    'word from a phone',
    ChannelView,
    { id: 'ch-1' },
    { command: 'askForWord', testid: 'ask-word', backend: engine() },
  );
  testPhases(
    'rename',
    ChannelView,
    { id: 'ch-1' },
    {
      command: 'renameChannel',
      testid: 'save-name',
      backend: engine(),
      before: fill({ 'channel-name': ' 2' }, press('rename')),
    },
  );
  testPhases(
    'remove',
    ChannelView,
    { id: 'ch-1' },
    {
      command: 'removeChannel',
      testid: 'confirm-remove',
      backend: engine(),
      before: press('remove'),
    },
  );
  testPhases(
    'rollback',
    ChannelView,
    { id: 'ch-1' },
    {
      command: 'rollbackChannel',
      testid: 'confirm-rollback',
      backend: engine({ channelPages: rollback }),
      before: press('rollback'),
    },
  );
  testPhases(
    'hand-off file',
    ChannelView,
    { id: 'ch-1' },
    { command: 'saveHandOff', testid: 'save-hand-off', backend: engine({ channelPages: handedOff }) },
  );
  testPhases(
    'check again after a hand-off',
    ChannelView,
    { id: 'ch-1' },
    { command: 'checkChannel', testid: 'hand-off-check', backend: engine({ channelPages: handedOff }) },
  );
  testPhases(
    'new channel',
    NewChannelView,
    {},
    { command: 'startAttempt', testid: 'kind-whatsapp', backend: engine() },
  );
  testPhases(
    'choose environment',
    FirstStartView,
    {},
    {
      command: 'chooseEnvironment',
      testid: 'first-start',
      backend: engine({ app: appView({ environment: null }) }),
    },
  );
  testPhases(
    'switch environment',
    SettingsView,
    { section: 'account' },
    {
      command: 'chooseEnvironment',
      testid: 'confirm-environment',
      backend: engine(),
      before: press('switch-environment'),
    },
  );
  testPhases(
    'become attendant',
    SettingsView,
    { section: 'account' },
    {
      command: 'signIn',
      testid: 'to-attendant',
      backend: engine(),
    },
  );
  testPhases(
    'set password',
    SettingsView,
    { section: 'security' },
    {
      command: 'setAdministratorPassword',
      testid: 'save-password',
      backend: engine(),
      before: fill({ 'new-password': 'correta-1', 'repeat-password': 'correta-1' }, press('set-password')),
    },
  );
  testPhases(
    'save connection',
    SettingsView,
    { section: 'connection' },
    {
      command: 'saveConnection',
      testid: 'save-connection',
      backend: engine({ app: appView({ environment: 'production' }) }),
      before: fill({ 'connection-app_id': '634974688087057' }),
    },
  );
  testPhases(
    'connect the platform',
    SettingsView,
    { section: 'platform' },
    {
      command: 'connectPlatform',
      testid: 'save-platform',
      backend: engine(),
      before: fill({ 'platform-address': 'https://a.example', 'platform-account': '3', 'platform-token': 'x' }),
    },
  );
  testPhases(
    'disconnect the platform',
    SettingsView,
    { section: 'platform' },
    {
      command: 'forgetPlatform',
      testid: 'confirm-leave-platform',
      backend: engine({ platform: platformView({ connected: platformConnection() }) }),
      before: press('leave-platform'),
    },
  );
  testPhases(
    'remove app secret',
    SettingsView,
    { section: 'connection' },
    {
      command: 'removeAppSecret',
      testid: 'confirm-remove-secret',
      backend: engine({ connection: connectionView({ has_app_secret: true }) }),
      before: press('remove-secret'),
    },
  );
  testPhases(
    'vault without a keyring',
    VaultGateView,
    { onlater },
    {
      command: 'vaultCreatePassphrase',
      testid: 'vault-choose',
      backend: vault('unavailable'),
      before: fill({ 'new-passphrase': 'quatro palavras sem nexo', 'repeat-passphrase': 'quatro palavras sem nexo' }),
    },
  );
  testPhases(
    'vault until closing',
    VaultGateView,
    { onlater },
    {
      command: 'vaultMemoryOnly',
      testid: 'vault-choose',
      backend: vault('unavailable'),
      before: press('vault-memory-only'),
    },
  );
  testPhases(
    'unlock',
    VaultGateView,
    { onlater },
    {
      command: 'vaultUnlock',
      testid: 'unlock',
      backend: vault('passphrase_needed'),
      before: fill({ passphrase: 'quatro palavras sem nexo' }),
    },
  );
  testPhases(
    'retry the keyring',
    VaultGateView,
    { onlater },
    {
      command: 'vaultRetry',
      testid: 'vault-retry',
      backend: vault('locked'),
    },
  );
  testPhases(
    'start the vault over',
    VaultGateView,
    { onlater },
    {
      command: 'vaultStartOver',
      testid: 'confirm-start-over',
      backend: vault('key_missing'),
      before: press('vault-start-over'),
    },
  );
  testPhases(
    'restore the backup',
    StorageProblemView,
    { problem: { kind: 'damaged', backup_at: 1 } },
    {
      command: 'storageRestoreBackup',
      testid: 'restore-backup',
      backend: engine(),
    },
  );
  testPhases(
    'try the storage again',
    StorageProblemView,
    { problem: { kind: 'busy' } },
    { command: 'storageRetry', testid: 'retry', backend: engine() },
  );
  testPhases(
    'make a backup',
    SettingsView,
    { section: 'security' },
    { command: 'storageBackUp', testid: 'back-up', backend: engine() },
  );
  testPhases(
    'start a new history',
    SettingsView,
    { section: 'security' },
    {
      command: 'storageNewHistory',
      testid: 'confirm-new-history',
      backend: engine({ app: appView({ backup: { made_at: 1, problem: 'history_damaged' } }) }),
      before: press('new-history'),
    },
  );
});
