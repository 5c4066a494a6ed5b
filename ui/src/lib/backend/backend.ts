/** What the interface needs of the engine. Two implementations: the shell, and scripted views for tests. */
import type {
  AboutView,
  AppView,
  AttemptAction,
  AttemptView,
  ChannelRowView,
  ChannelView,
  ConnectionCheckView,
  ConnectionValues,
  ConnectionView,
  DocumentFormat,
  EngineError,
  EnvironmentView,
  HandOffTopic,
  HomeView,
  MenuEntry,
  OutageView,
  PlatformProblemView,
  PlatformValues,
  PlatformView,
  PreferencesView,
  ProblemView,
  RoleView,
  RoundView,
  TestContent,
  UpdateView,
  WatchView,
} from './bindings';

export type * from './bindings';

/** Addresses that the shell opens in the person's browser; it refuses every other. */
export type LinkCode =
  | 'business_settings'
  | 'whatsapp_manager'
  | 'meta_status'
  | 'app_dashboard'
  | 'business_security'
  | 'payment_settings'
  | 'security_center'
  | 'business_support'
  | 'facebook'
  | 'manual';

export type Unsubscribe = () => void;

/** A command that did nothing. `error.code` has its sentence under `error.<code>`. */
export class CommandFailure extends Error {
  constructor(readonly error: EngineError) {
    super(error.code);
    this.name = 'CommandFailure';
  }
}

/** Every method rejects with `CommandFailure`; a rejection means that nothing was changed. */
export interface Backend {
  appView(): Promise<AppView>;
  chooseEnvironment(environment: EnvironmentView): Promise<AppView>;
  setCheckSchedule(hours: number): Promise<AppView>;
  /** What can be set for the time when nobody looks, and what this computer can do. */
  watchView(): Promise<WatchView>;
  setNotifications(on: boolean): Promise<WatchView>;
  setKeepWatching(on: boolean): Promise<WatchView>;
  setStartWithSystem(on: boolean): Promise<WatchView>;
  setPreferences(preferences: PreferencesView): Promise<AppView>;
  signIn(role: RoleView, password: string | null): Promise<AppView>;
  setAdministratorPassword(current: string | null, newPassword: string | null): Promise<AppView>;
  vaultRetry(): Promise<AppView>;
  vaultCreatePassphrase(passphrase: string): Promise<AppView>;
  vaultUnlock(passphrase: string): Promise<AppView>;
  vaultMemoryOnly(): Promise<AppView>;
  vaultStartOver(): Promise<AppView>;
  storageRetry(): Promise<AppView>;
  storageRestoreBackup(): Promise<AppView>;
  storageBackUp(): Promise<AppView>;
  storageNewHistory(): Promise<AppView>;
  homeView(): Promise<HomeView>;
  channelsView(): Promise<ChannelRowView[]>;
  channelView(id: string): Promise<ChannelView>;
  checkChannel(id: string): Promise<void>;
  checkAllChannels(): Promise<void>;
  checkChannels(ids: string[]): Promise<void>;
  roundView(): Promise<RoundView | null>;
  /** Ends the checks of many channels; what they found stays. */
  stopChecks(): Promise<void>;
  /** What stood in the way; nothing when it is repaired. */
  repairChannel(id: string): Promise<ProblemView | null>;
  expectCallback(id: string, url: string, verifyToken: string): Promise<void>;
  forgetCallback(id: string): Promise<void>;
  renameChannel(id: string, name: string): Promise<void>;
  removeChannel(id: string): Promise<void>;
  rollbackChannel(id: string): Promise<void>;
  /** Contacts the company's server; `verifyToken` is for this one handshake. */
  probeCallback(id: string, verifyToken: string | null): Promise<void>;
  /** May cost money. Why Meta refused it; nothing when it was taken, and its fate is followed. */
  sendTestMessage(id: string, to: string, content: TestContent): Promise<ProblemView | null>;
  followTestMessage(id: string): Promise<void>;
  askForWord(id: string): Promise<void>;
  /** Whether the word arrived; `null` only stops waiting for it. */
  endWord(id: string, arrived: boolean | null): Promise<void>;
  openChat(id: string): Promise<void>;
  setProofLife(hours: number): Promise<AppView>;
  /** Since when and why the channel does not work; nothing when no check ever found it so. */
  outageView(id: string): Promise<OutageView | null>;
  /** Asks for a place and saves there; the file's name, or nothing when the person changed their mind. */
  saveOutageReport(id: string, format: DocumentFormat): Promise<string | null>;
  /** About what stands in the way of a channel; without one, about what stopped the wizard. */
  handOffText(topic: HandOffTopic): Promise<string>;
  saveHandOff(topic: HandOffTopic, format: DocumentFormat): Promise<string | null>;
  startAttempt(channel: string | null): Promise<AttemptView>;
  startBatch(channels: string[]): Promise<AttemptView>;
  attemptView(): Promise<AttemptView | null>;
  attemptAct(action: AttemptAction): Promise<AttemptView | null>;
  connectionView(): Promise<ConnectionView>;
  checkConnection(values: ConnectionValues): Promise<ConnectionCheckView>;
  saveConnection(values: ConnectionValues, appSecret: string | null): Promise<ConnectionView>;
  removeAppSecret(): Promise<ConnectionView>;
  platformView(): Promise<PlatformView>;
  /** Why it does not work; nothing when it is kept. Without a token the one at hand is tried. */
  connectPlatform(values: PlatformValues, token: string | null): Promise<PlatformProblemView | null>;
  forgetPlatform(): Promise<void>;
  aboutView(): Promise<AboutView>;
  openLink(link: LinkCode): Promise<void>;
  openFolder(folder: 'data' | 'logs'): Promise<void>;
  updateView(): Promise<UpdateView>;
  /** Asks whether there is a newer version; what went wrong is in the view. */
  checkUpdate(): Promise<UpdateView>;
  /** Settles when the new version is in place, was refused, or waits. */
  installUpdate(): Promise<UpdateView>;
  cancelUpdate(): Promise<UpdateView>;
  openUpdatePage(): Promise<void>;
  restartForUpdate(): Promise<void>;
  onApp(handler: (view: AppView) => void): Promise<Unsubscribe>;
  onChannels(handler: () => void): Promise<Unsubscribe>;
  onRound(handler: (view: RoundView | null) => void): Promise<Unsubscribe>;
  onAttempt(handler: (view: AttemptView | null) => void): Promise<Unsubscribe>;
  /** A notification was pressed: its channel, or nothing when it is about several. */
  onNoticePressed(handler: (channel: string | null) => void): Promise<Unsubscribe>;
  onUpdate(handler: (view: UpdateView) => void): Promise<Unsubscribe>;
  /** An entry of the menu bar was chosen that leads to one of the app's screens. */
  onMenu(handler: (entry: MenuEntry) => void): Promise<Unsubscribe>;
}
