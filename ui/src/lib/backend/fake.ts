/** An engine of scripted views, for tests of the screens: what a command does is what the test says. */
import {
  CommandFailure,
  type AboutView,
  type AppView,
  type AttemptAction,
  type AttemptView,
  type Backend,
  type ChannelRowView,
  type ChannelView,
  type ConnectionCheckView,
  type ConnectionValues,
  type ConnectionView,
  type DocumentFormat,
  type EngineError,
  type EnvironmentView,
  type HandOffTopic,
  type HomeView,
  type LinkCode,
  type MenuEntry,
  type OutageView,
  type PlatformProblemView,
  type PlatformValues,
  type PlatformView,
  type PreferencesView,
  type ProblemView,
  type RoleView,
  type RoundView,
  type TestContent,
  type UpdateView,
  type WatchView,
} from './backend';
import {
  aboutView,
  appView,
  attemptView,
  channelRow,
  channelView,
  connectionView,
  homeView,
  platformConnection,
  platformView,
} from './samples';
import { updateView } from './update-samples';
import { watchView } from './watch-samples';

type Command = Exclude<
  keyof Backend,
  'onApp' | 'onChannels' | 'onRound' | 'onAttempt' | 'onNoticePressed' | 'onUpdate' | 'onMenu'
>;

interface Call {
  command: Command;
  args: readonly unknown[];
}

export class FakeBackend implements Backend {
  app: AppView = appView();
  home: HomeView = homeView();
  channels: ChannelRowView[] = [channelRow()];
  channelPages = new Map<string, ChannelView>();
  outages = new Map<string, OutageView>();
  /** Name of the file that the person saves to; nothing when they change their mind. */
  savedAs: string | null = 'relatorio.pdf';
  handOff = 'Pedido para quem administra\n1. Abra as configurações';
  connection: ConnectionView = connectionView();
  connectionCheck: (values: ConnectionValues) => ConnectionCheckView = () => ({ problems: {}, can_save: true });
  platform: PlatformView = platformView();
  /** Why a connection does not work; nothing keeps it. */
  platformProblem: PlatformProblemView | null = null;
  about: AboutView = aboutView();
  watch: WatchView = watchView();
  update: UpdateView = updateView();
  /** What a check finds and what an installation comes to. */
  afterCheck: Partial<UpdateView> = { stage: 'up_to_date' };
  afterInstall: Partial<UpdateView> = { stage: 'installed' };
  attempt: AttemptView | null = null;
  round: RoundView | null = null;
  /** What the wizard shows after an action; `null` ends it. */
  onAction: (action: AttemptAction, view: AttemptView) => AttemptView | null = (_action, view) => view;

  /** Every command that was given, in order. */
  readonly calls: Call[] = [];

  #failures = new Map<Command, EngineError>();
  #gates = new Map<Command, Promise<void>>();
  #appHandlers = new Set<(view: AppView) => void>();
  #channelHandlers = new Set<() => void>();
  #roundHandlers = new Set<(view: RoundView | null) => void>();
  #attemptHandlers = new Set<(view: AttemptView | null) => void>();
  #noticeHandlers = new Set<(channel: string | null) => void>();
  #updateHandlers = new Set<(view: UpdateView) => void>();
  #menuHandlers = new Set<(entry: MenuEntry) => void>();

  /** The next call of `command` is refused. */
  failNext(command: Command, error: EngineError): void {
    this.#failures.set(command, error);
  }

  /** Calls of `command` wait until the returned function is called. */
  hold(command: Command): () => void {
    let open: () => void = () => undefined;
    this.#gates.set(command, new Promise((resolve) => (open = resolve)));
    return () => {
      this.#gates.delete(command);
      open();
    };
  }

  /** The arguments of each call of `command`. */
  callsOf(command: Command): (readonly unknown[])[] {
    return this.calls.filter((call) => call.command === command).map((call) => call.args);
  }

  pushApp(change: Partial<AppView>): void {
    this.app = { ...this.app, ...change };
    this.#appHandlers.forEach((handler) => handler(this.app));
  }

  pushChannels(): void {
    this.#channelHandlers.forEach((handler) => handler());
  }

  chooseFromMenu(entry: MenuEntry): void {
    this.#menuHandlers.forEach((handler) => handler(entry));
  }

  pushRound(view: RoundView | null): void {
    this.round = view;
    this.#roundHandlers.forEach((handler) => handler(view));
  }

  pushAttempt(view: AttemptView | null): void {
    this.attempt = view;
    this.#attemptHandlers.forEach((handler) => handler(view));
  }

  pressNotice(channel: string | null): void {
    this.#noticeHandlers.forEach((handler) => handler(channel));
  }

  pushUpdate(change: Partial<UpdateView>): UpdateView {
    this.update = { ...this.update, ...change };
    this.#updateHandlers.forEach((handler) => handler(this.update));
    return this.update;
  }

  #watching(change: Partial<WatchView>): WatchView {
    this.watch = { ...this.watch, ...change };
    return this.watch;
  }

  async #run<T>(command: Command, args: readonly unknown[], effect: () => T): Promise<T> {
    this.calls.push({ command, args });
    await this.#gates.get(command);
    const failure = this.#failures.get(command);
    this.#failures.delete(command);
    if (failure) throw new CommandFailure(failure);
    return effect();
  }

  #changed(change: Partial<AppView>): AppView {
    this.app = { ...this.app, ...change };
    return this.app;
  }

  appView = () => this.#run('appView', [], () => this.app);
  chooseEnvironment = (environment: EnvironmentView) =>
    this.#run('chooseEnvironment', [environment], () => this.#changed({ environment }));
  setCheckSchedule = (hours: number) =>
    this.#run('setCheckSchedule', [hours], () => this.#changed({ check_every_hours: hours }));
  watchView = () => this.#run('watchView', [], () => this.watch);
  setNotifications = (on: boolean) => this.#run('setNotifications', [on], () => this.#watching({ notifications: on }));
  setKeepWatching = (on: boolean) =>
    this.#run('setKeepWatching', [on], () =>
      this.#watching({ keep_watching: on, start_with_system: on && this.watch.start_with_system }),
    );
  setStartWithSystem = (on: boolean) =>
    this.#run('setStartWithSystem', [on], () => this.#watching({ start_with_system: on }));
  setPreferences = (preferences: PreferencesView) =>
    this.#run('setPreferences', [preferences], () => this.#changed({ preferences }));
  signIn = (role: RoleView, password: string | null) =>
    this.#run('signIn', [role, password], () =>
      this.#changed({ operator: { ...this.app.operator, role, can_change: role === 'administrator' } }),
    );
  setAdministratorPassword = (current: string | null, newPassword: string | null) =>
    this.#run('setAdministratorPassword', [current, newPassword], () =>
      this.#changed({ operator: { ...this.app.operator, has_password: newPassword !== null } }),
    );
  vaultRetry = () => this.#run('vaultRetry', [], () => this.#changed({ vault: 'keyring' }));
  vaultCreatePassphrase = (passphrase: string) =>
    this.#run('vaultCreatePassphrase', [passphrase], () => this.#changed({ vault: 'passphrase' }));
  vaultUnlock = (passphrase: string) =>
    this.#run('vaultUnlock', [passphrase], () => this.#changed({ vault: 'passphrase' }));
  vaultMemoryOnly = () => this.#run('vaultMemoryOnly', [], () => this.#changed({ vault: 'memory_only' }));
  vaultStartOver = () => this.#run('vaultStartOver', [], () => this.#changed({ vault: 'keyring' }));
  storageRetry = () => this.#run('storageRetry', [], () => this.#changed({ storage_problem: null }));
  storageRestoreBackup = () => this.#run('storageRestoreBackup', [], () => this.#changed({ storage_problem: null }));
  storageBackUp = () =>
    this.#run('storageBackUp', [], () => this.#changed({ backup: { made_at: Date.now(), problem: null } }));
  storageNewHistory = () =>
    this.#run('storageNewHistory', [], () => this.#changed({ backup: { made_at: Date.now(), problem: null } }));
  homeView = () => this.#run('homeView', [], () => this.home);
  channelsView = () => this.#run('channelsView', [], () => this.channels);
  channelView = (id: string) =>
    this.#run('channelView', [id], () => {
      const page = this.channelPages.get(id);
      const row = this.channels.find((channel) => channel.id === id);
      if (page) return page;
      if (row) return channelView({ row });
      throw new CommandFailure({ code: 'not_found' });
    });
  checkChannel = (id: string) => this.#run('checkChannel', [id], () => undefined);
  checkAllChannels = () => this.#run('checkAllChannels', [], () => undefined);
  checkChannels = (ids: string[]) => this.#run('checkChannels', [ids], () => undefined);
  roundView = () => this.#run('roundView', [], () => this.round);
  stopChecks = () => this.#run('stopChecks', [], () => undefined);
  /** What stands in the way of a repair. */
  obstacle: ProblemView | null = null;

  repairChannel = (id: string) => this.#run('repairChannel', [id], () => this.obstacle);
  expectCallback = (id: string, url: string, verifyToken: string) =>
    this.#run('expectCallback', [id, url, verifyToken], () => undefined);

  forgetCallback = (id: string) => this.#run('forgetCallback', [id], () => undefined);

  renameChannel = (id: string, name: string) => this.#run('renameChannel', [id, name], () => undefined);
  removeChannel = (id: string) =>
    this.#run('removeChannel', [id], () => {
      this.channels = this.channels.filter((channel) => channel.id !== id);
    });
  rollbackChannel = (id: string) => this.#run('rollbackChannel', [id], () => undefined);
  probeCallback = (id: string, verifyToken: string | null) =>
    this.#run('probeCallback', [id, verifyToken], () => undefined);
  sendTestMessage = (id: string, to: string, content: TestContent) =>
    this.#run('sendTestMessage', [id, to, content], () => this.obstacle);
  followTestMessage = (id: string) => this.#run('followTestMessage', [id], () => undefined);
  askForWord = (id: string) => this.#run('askForWord', [id], () => undefined);
  endWord = (id: string, arrived: boolean | null) => this.#run('endWord', [id, arrived], () => undefined);
  openChat = (id: string) => this.#run('openChat', [id], () => undefined);
  setProofLife = (hours: number) =>
    this.#run('setProofLife', [hours], () => this.#changed({ proof_life_hours: hours }));
  outageView = (id: string) => this.#run('outageView', [id], () => this.outages.get(id) ?? null);
  saveOutageReport = (id: string, format: DocumentFormat) =>
    this.#run('saveOutageReport', [id, format], () => this.savedAs);
  handOffText = (topic: HandOffTopic) => this.#run('handOffText', [topic], () => this.handOff);
  saveHandOff = (topic: HandOffTopic, format: DocumentFormat) =>
    this.#run('saveHandOff', [topic, format], () => this.savedAs);
  startAttempt = (channel: string | null) =>
    this.#run('startAttempt', [channel], () => {
      this.attempt ??= attemptView();
      return this.attempt;
    });
  startBatch = (channels: string[]) =>
    this.#run('startBatch', [channels], () => {
      this.attempt ??= attemptView({ channels: channels.length });
      return this.attempt;
    });
  attemptView = () => this.#run('attemptView', [], () => this.attempt);
  attemptAct = (action: AttemptAction) =>
    this.#run('attemptAct', [action], () => {
      if (!this.attempt) throw new CommandFailure({ code: 'no_attempt' });
      this.attempt = this.onAction(action, this.attempt);
      return this.attempt;
    });
  connectionView = () => this.#run('connectionView', [], () => this.connection);
  checkConnection = (values: ConnectionValues) =>
    this.#run('checkConnection', [values], () => this.connectionCheck(values));
  saveConnection = (values: ConnectionValues, appSecret: string | null) =>
    this.#run('saveConnection', [values, appSecret], () => {
      this.connection = {
        ...this.connection,
        values,
        has_app_secret: this.connection.has_app_secret || appSecret !== null,
      };
      return this.connection;
    });
  removeAppSecret = () =>
    this.#run('removeAppSecret', [], () => (this.connection = { ...this.connection, has_app_secret: false }));
  platformView = () => this.#run('platformView', [], () => this.platform);
  connectPlatform = (values: PlatformValues, token: string | null) =>
    this.#run('connectPlatform', [values, token], () => {
      if (!this.platformProblem) this.platform = { ...this.platform, connected: platformConnection() };
      return this.platformProblem;
    });
  forgetPlatform = () =>
    this.#run('forgetPlatform', [], () => void (this.platform = { ...this.platform, connected: null }));
  aboutView = () => this.#run('aboutView', [], () => this.about);
  openLink = (link: LinkCode) => this.#run('openLink', [link], () => undefined);
  openFolder = (folder: 'data' | 'logs') => this.#run('openFolder', [folder], () => undefined);

  updateView = () => this.#run('updateView', [], () => this.update);
  checkUpdate = () => this.#run('checkUpdate', [], () => this.pushUpdate(this.afterCheck));
  installUpdate = () => this.#run('installUpdate', [], () => this.pushUpdate(this.afterInstall));
  cancelUpdate = () => this.#run('cancelUpdate', [], () => this.pushUpdate({ stage: 'available' }));
  openUpdatePage = () => this.#run('openUpdatePage', [], () => undefined);
  restartForUpdate = () => this.#run('restartForUpdate', [], () => undefined);

  onApp(handler: (view: AppView) => void) {
    this.#appHandlers.add(handler);
    return Promise.resolve(() => void this.#appHandlers.delete(handler));
  }
  onChannels(handler: () => void) {
    this.#channelHandlers.add(handler);
    return Promise.resolve(() => void this.#channelHandlers.delete(handler));
  }
  onRound(handler: (view: RoundView | null) => void) {
    this.#roundHandlers.add(handler);
    return Promise.resolve(() => void this.#roundHandlers.delete(handler));
  }
  onAttempt(handler: (view: AttemptView | null) => void) {
    this.#attemptHandlers.add(handler);
    return Promise.resolve(() => void this.#attemptHandlers.delete(handler));
  }
  onNoticePressed(handler: (channel: string | null) => void) {
    this.#noticeHandlers.add(handler);
    return Promise.resolve(() => void this.#noticeHandlers.delete(handler));
  }
  onUpdate(handler: (view: UpdateView) => void) {
    this.#updateHandlers.add(handler);
    return Promise.resolve(() => void this.#updateHandlers.delete(handler));
  }
  onMenu(handler: (entry: MenuEntry) => void) {
    this.#menuHandlers.add(handler);
    return Promise.resolve(() => void this.#menuHandlers.delete(handler));
  }
}
