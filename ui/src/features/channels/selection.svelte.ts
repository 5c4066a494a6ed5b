import { SvelteSet } from 'svelte/reactivity';

/** Chosen channels: of the data, not of what the list happens to show. */
export class Selection {
  /** Whether rows can be chosen. */
  on = $state(false);
  readonly picked = new SvelteSet<string>();
  #last: string | undefined;

  /** Chooses a row or not; with `range` also everything between it and the row chosen before. */
  pick(id: string, chosen: boolean, ids: readonly string[], range: boolean): void {
    const from = this.#last === undefined ? -1 : ids.indexOf(this.#last);
    const to = ids.indexOf(id);
    const span = range && from >= 0 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    for (const each of span) {
      if (chosen) this.picked.add(each);
      else this.picked.delete(each);
    }
    this.#last = id;
  }

  pickAll(ids: readonly string[]): void {
    for (const id of ids) this.picked.add(id);
  }

  dropAll(ids: readonly string[]): void {
    for (const id of ids) this.picked.delete(id);
  }

  clear(): void {
    this.picked.clear();
    this.#last = undefined;
  }

  end(): void {
    this.clear();
    this.on = false;
  }
}
