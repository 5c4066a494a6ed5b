/** One view that is read from the engine, and read again when something changed. */
export class Reading<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<unknown>(null);
  #running: Promise<void> | undefined;
  #isStale = false;

  constructor(private readonly read: () => Promise<T>) {}

  /**
   * Reads; what was read before stays visible meanwhile. However often it is asked for while an answer is on its way,
   * one more reading follows, so that news faster than answers delay nothing.
   */
  refresh = (): Promise<void> => {
    this.#isStale = true;
    this.#running ??= this.#run();
    return this.#running;
  };

  async #run(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        this.value = await this.read();
        this.failure = null;
      } catch (failure) {
        this.failure = failure;
      }
    }
    this.#running = undefined;
  }
}
