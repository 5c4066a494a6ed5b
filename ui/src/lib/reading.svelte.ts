/** One view that is read from the engine, and read again when something changed. */
export class Reading<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<unknown>(null);
  #latest = 0;

  constructor(private readonly read: () => Promise<T>) {}

  /** Reads; what was read before stays visible meanwhile, and the newest question's answer wins. */
  refresh = async (): Promise<void> => {
    const mine = ++this.#latest;
    try {
      const value = await this.read();
      if (mine !== this.#latest) return;
      this.value = value;
      this.failure = null;
    } catch (failure) {
      if (mine === this.#latest) this.failure = failure;
    }
  };
}
