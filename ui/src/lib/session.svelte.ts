import { createContext } from 'svelte';
import type {
  AppView,
  AttemptAction,
  AttemptView,
  Backend,
  HomeView,
  ManagedValueView,
  RoundView,
} from './backend/backend';
import { loadLocale, resolveLocale, setLocale } from './i18n';

/** The engine's pushed views, and the commands that replace them. */
export class Session {
  /** The application at a glance; `null` until its first answer. */
  app = $state.raw<AppView | null>(null);
  /** The wizard; `null` while there is none. */
  attempt = $state.raw<AttemptView | null>(null);
  /** How far the checks of many channels are; `null` while none runs. */
  round = $state.raw<RoundView | null>(null);
  /** Grows when channels have to be read again. */
  channelsRevision = $state(0);

  /** Hears of pressed notifications. */
  onnotice: (channel: string | null) => void = () => undefined;

  #firstHome: { answer: Promise<HomeView>; revision: number } | undefined;
  #pushedApps = 0;
  #pushedAttempts = 0;
  #pushedRounds = 0;

  constructor(readonly backend: Backend) {}

  /** Whether the present profile may change anything. Decided by the engine; here only to explain. */
  get canChange(): boolean {
    return this.app?.operator.can_change ?? false;
  }

  /** Whether the company has set this value and keeps it. Decided by the engine; here only to explain. */
  locked(key: string): boolean {
    return this.managed(key)?.locked ?? false;
  }

  /** What the company has set for this setting. */
  managed(key: string): ManagedValueView | undefined {
    return this.app?.managed.values.find((value) => value.key === key);
  }

  get demonstration(): boolean {
    return this.app?.environment === 'demonstration';
  }

  /** Subscribes first and asks then, so that no change is lost between the two. */
  async start(): Promise<() => void> {
    const { backend } = this;
    const unsubscribe = await Promise.all([
      backend.onApp((view) => {
        this.#pushedApps += 1;
        this.show(view);
      }),
      backend.onChannels(() => (this.channelsRevision += 1)),
      backend.onRound((view) => {
        this.#pushedRounds += 1;
        this.round = view;
      }),
      backend.onAttempt((view) => {
        this.#pushedAttempts += 1;
        this.attempt = view;
      }),
      backend.onNoticePressed((channel) => this.onnotice(channel)),
    ]);
    const stop = () => unsubscribe.forEach((end) => end());
    try {
      const before = this.#pushedApps;
      const rounds = this.#pushedRounds;
      // Asked beside the others, because each answer takes a turn of the window. Only an open data file answers them.
      const [attempt, home] = [this.#answered(backend.attemptView()), backend.homeView()];
      const early = Promise.allSettled([attempt, home]);
      const revision = this.channelsRevision;
      const [app, round] = await Promise.all([backend.appView(), backend.roundView()]);
      if (app.environment && !app.storage_problem) {
        this.#firstHome = { answer: home, revision };
        await attempt;
      } else {
        await early;
      }
      await loadLocale(resolveLocale(app.preferences.language));
      if (this.#pushedRounds === rounds) this.round = round;
      if (this.#pushedApps === before) this.show(app);
    } catch (failure) {
      stop();
      throw failure;
    }
    return stop;
  }

  /** The first screen. At the start it was asked for together with everything else. */
  homeView(): Promise<HomeView> {
    const first = this.#firstHome;
    this.#firstHome = undefined;
    return first?.revision === this.channelsRevision ? first.answer : this.backend.homeView();
  }

  show(view: AppView): void {
    this.app = view;
    setLocale(resolveLocale(view.preferences.language));
    document.documentElement.dataset.theme = view.preferences.theme;
  }

  /** Starts the wizard, for a channel or for a new one. */
  async startAttempt(channel: string | null): Promise<void> {
    await this.#answered(this.backend.startAttempt(channel));
  }

  /** Starts the wizard for several channels. */
  async startBatch(channels: string[]): Promise<void> {
    await this.#answered(this.backend.startBatch(channels));
  }

  /** One action of the wizard; after *Finalizar* or a cancel `attempt` is `null`. */
  async act(action: AttemptAction): Promise<void> {
    await this.#answered(this.backend.attemptAct(action));
  }

  /** A view that was pushed while the answer was on its way is the newer one. */
  async #answered(answer: Promise<AttemptView | null>): Promise<void> {
    const before = this.#pushedAttempts;
    const view = await answer;
    if (this.#pushedAttempts === before) this.attempt = view;
  }
}

export const [getSession, setSession] = createContext<Session>();
