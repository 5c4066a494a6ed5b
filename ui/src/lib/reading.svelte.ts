import { Aim } from './aim';

/** One view that is read from the engine, and read again when something changed. */
export class Reading<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<unknown>(null);
  #running: Promise<void> | undefined;
  #isStale = false;
  /** What was read and is not shown yet. */
  #next: { value: T } | undefined;
  #isAskedFor = false;
  #aim = new Aim(() => this.#show());

  constructor(private readonly read: () => Promise<T>) {}

  /**
   * For the part of the page that shows the view: while a pointer moves over it, news wait, so that what somebody is about
   * to press does not move away under them.
   */
  steady = this.#aim.watch;

  /**
   * Reads, because something changed; what was read before stays visible meanwhile. However often it is told while an
   * answer is on its way, one more reading follows, so that news faster than answers delay nothing.
   */
  follow = (): Promise<void> => {
    this.#isStale = true;
    this.#running ??= this.#run();
    return this.#running;
  };

  /** The same because somebody wants it: it is shown at once. */
  refresh = (): Promise<void> => {
    this.#isAskedFor = true;
    return this.follow();
  };

  async #run(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        this.#next = { value: await this.read() };
        this.failure = null;
        if (this.value === null || this.#isAskedFor || !this.#aim.isTaken) this.#show();
      } catch (failure) {
        this.failure = failure;
      }
    }
    this.#running = undefined;
    this.#isAskedFor = false;
  }

  #show(): void {
    if (this.#next) this.value = this.#next.value;
    this.#next = undefined;
  }
}
