import { commands, events, type EngineError } from './bindings';
import { CommandFailure, type Backend } from './backend';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: EngineError };

async function value<T>(answer: Promise<Answer<T>>): Promise<T> {
  const settled = await answer;
  if (settled.status === 'error') {
    // What the framework itself refuses comes as a sentence, without a code.
    throw typeof settled.error === 'string' ? new Error(settled.error) : new CommandFailure(settled.error);
  }
  return settled.data;
}

async function done(answer: Promise<Answer<null>>): Promise<void> {
  await value(answer);
}

/** The engine behind the app's own window. */
export const tauriBackend: Backend = {
  appView: () => value(commands.appView()),
  chooseEnvironment: (environment) => value(commands.chooseEnvironment(environment)),
  setCheckSchedule: (hours) => value(commands.setCheckSchedule(hours)),
  watchView: () => value(commands.watchView()),
  setNotifications: (on) => value(commands.setNotifications(on)),
  setKeepWatching: (on) => value(commands.setKeepWatching(on)),
  setStartWithSystem: (on) => value(commands.setStartWithSystem(on)),
  setPreferences: (preferences) => value(commands.setPreferences(preferences)),
  signIn: (role, password) => value(commands.signIn(role, password)),
  setAdministratorPassword: (current, next) => value(commands.setAdministratorPassword(current, next)),
  vaultRetry: () => value(commands.vaultRetry()),
  vaultCreatePassphrase: (passphrase) => value(commands.vaultCreatePassphrase(passphrase)),
  vaultUnlock: (passphrase) => value(commands.vaultUnlock(passphrase)),
  vaultMemoryOnly: () => value(commands.vaultMemoryOnly()),
  vaultStartOver: () => value(commands.vaultStartOver()),
  storageRetry: () => value(commands.storageRetry()),
  storageRestoreBackup: () => value(commands.storageRestoreBackup()),
  storageBackUp: () => value(commands.storageBackUp()),
  storageNewHistory: () => value(commands.storageNewHistory()),
  homeView: () => value(commands.homeView()),
  channelsView: () => value(commands.channelsView()),
  channelView: (id) => value(commands.channelView(id)),
  checkChannel: (id) => done(commands.checkChannel(id)),
  checkAllChannels: () => done(commands.checkAllChannels()),
  checkChannels: (ids) => done(commands.checkChannels(ids)),
  roundView: () => value(commands.roundView()),
  stopChecks: () => done(commands.stopChecks()),
  repairChannel: (id) => value(commands.repairChannel(id)),
  expectCallback: (id, url, verifyToken) => done(commands.expectCallback(id, url, verifyToken)),
  forgetCallback: (id) => done(commands.forgetCallback(id)),
  renameChannel: (id, name) => done(commands.renameChannel(id, name)),
  removeChannel: (id) => done(commands.removeChannel(id)),
  rollbackChannel: (id) => done(commands.rollbackChannel(id)),
  probeCallback: (id, verifyToken) => done(commands.probeCallback(id, verifyToken)),
  sendTestMessage: (id, to, content) => value(commands.sendTestMessage(id, to, content)),
  followTestMessage: (id) => done(commands.followTestMessage(id)),
  askForWord: (id) => done(commands.askForWord(id)),
  endWord: (id, arrived) => done(commands.endWord(id, arrived)),
  openChat: (id) => done(commands.openChat(id)),
  setProofLife: (hours) => value(commands.setProofLife(hours)),
  outageView: (id) => value(commands.outageView(id)),
  saveOutageReport: (id, format) => value(commands.saveOutageReport(id, format)),
  handOffText: (topic) => value(commands.handOffText(topic)),
  saveHandOff: (topic, format) => value(commands.saveHandOff(topic, format)),
  startAttempt: (channel) => value(commands.startAttempt(channel)),
  startBatch: (channels) => value(commands.startBatch(channels)),
  attemptView: () => value(commands.attemptView()),
  attemptAct: (action) => value(commands.attemptAct(action)),
  connectionView: () => value(commands.connectionView()),
  checkConnection: (values) => value(commands.checkConnection(values)),
  saveConnection: (values, appSecret) => value(commands.saveConnection(values, appSecret)),
  removeAppSecret: () => value(commands.removeAppSecret()),
  platformView: () => value(commands.platformView()),
  connectPlatform: (values, token) => value(commands.connectPlatform(values, token)),
  forgetPlatform: () => done(commands.forgetPlatform()),
  aboutView: () => value(commands.aboutView()),
  openLink: (link) => done(commands.openLink(link)),
  openFolder: (folder) => done(commands.openFolder(folder)),
  updateView: () => value(commands.updateView()),
  checkUpdate: () => value(commands.checkUpdate()),
  installUpdate: () => value(commands.installUpdate()),
  cancelUpdate: () => value(commands.cancelUpdate()),
  openUpdatePage: () => done(commands.openUpdatePage()),
  restartForUpdate: () => done(commands.restartForUpdate()),
  onApp: (handler) => events.appChanged.listen((event) => handler(event.payload)),
  onChannels: (handler) => events.channelsChanged.listen(() => handler()),
  onRound: (handler) => events.roundChanged.listen((event) => handler(event.payload)),
  onAttempt: (handler) => events.attemptChanged.listen((event) => handler(event.payload)),
  onNoticePressed: (handler) => events.noticePressed.listen((event) => handler(event.payload)),
  onUpdate: (handler) => events.updateChanged.listen((event) => handler(event.payload)),
  onMenu: (handler) => events.menuChosen.listen((event) => handler(event.payload)),
};
