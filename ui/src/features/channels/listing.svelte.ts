import type { Session } from '$lib/session.svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { Order, Wanted } from './arrange';

/** From so many channels on, several portfolios are shown under headings unless the person wants otherwise. */
const GROUP_FROM = 30;

/** How the person looks at the list. Kept while the app runs: who comes back finds it as it was. */
export class Listing {
  wanted: Wanted = $state({ text: '', verdict: '', actor: '', place: '' });
  order = $state<Order>('name');
  readonly folded = new SvelteSet<string>();
  #grouped = $state<boolean>();
  /** Whether the channels have had their headings already, which they keep. */
  #placed = false;

  /**
   * Whether headings are shown for so many channels of so many portfolios. While it is being found out for the first time where
   * channels are, only if the person wants it: they would move below their headings one after another.
   */
  isGrouped(channels: number, portfolios: number, isFindingOut: boolean): boolean {
    if (portfolios <= 1) return false;
    this.#placed ||= !isFindingOut;
    return this.#grouped ?? (this.#placed && channels >= GROUP_FROM);
  }

  group(grouped: boolean): void {
    this.#grouped = grouped;
  }

  get isNarrowed(): boolean {
    return Object.values(this.wanted).some(Boolean);
  }

  clear(): void {
    this.wanted = { text: '', verdict: '', actor: '', place: '' };
  }

  fold(id: string): void {
    if (!this.folded.delete(id)) this.folded.add(id);
  }
}

const listings = new WeakMap<Session, { environment: string | null; listing: Listing }>();

/** The one of this session; another environment has other channels and starts anew. */
export function listingOf(session: Session): Listing {
  const environment = session.app?.environment ?? null;
  let kept = listings.get(session);
  if (kept?.environment !== environment) {
    kept = { environment, listing: new Listing() };
    listings.set(session, kept);
  }
  return kept.listing;
}
