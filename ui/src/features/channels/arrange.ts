/** Which channels are listed, in which order and under which headings. Pure, and quick for ten thousand of them. */
import type { ChannelRowView, PlaceView } from '$lib/backend/backend';
import { keep } from '$lib/kept';
import { matching } from './search';

export type Order = 'name' | 'urgency' | 'since';

/** What the person looks for. Empty texts look for everything. */
export interface Wanted {
  text: string;
  verdict: string;
  actor: string;
  /** `p:<id>` for a portfolio, `a:<id>` for an account. */
  place: string;
}

/** An account with how many channels of it are left. */
export interface AccountCount {
  place: PlaceView;
  n: number;
}

/** A portfolio, or the channels of none. */
export interface PortfolioCount extends AccountCount {
  accounts: AccountCount[];
}

export interface Found {
  rows: ChannelRowView[];
  /** How many a choice of that verdict, actor or place would leave, with everything else as it is chosen. */
  verdicts: ReadonlyMap<string, number>;
  actors: ReadonlyMap<string, number>;
  places: PortfolioCount[];
}

/** Most urgent first. */
const URGENCY = ['disconnected', 'blocked', 'attention', 'wait', 'unknown', 'connected_unproven', 'proven'];

/** The channels of no portfolio that is known. */
const NOWHERE: PlaceView = { id: '', name: null };

const inPlace = (row: ChannelRowView, place: string) =>
  place === '' || place === `p:${row.portfolio?.id ?? ''}` || place === `a:${row.account?.id ?? ''}`;

export function sort(rows: readonly ChannelRowView[], order: Order, locale: string): ChannelRowView[] {
  const { compare } = keep(locale, 'order', () => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }));
  const byName = (one: ChannelRowView, other: ChannelRowView) => compare(one.name, other.name);
  const rank = (row: ChannelRowView) => URGENCY.indexOf(row.verdict.code);
  const time = (row: ChannelRowView) => row.since ?? Infinity;
  const by: Record<Order, (one: ChannelRowView, other: ChannelRowView) => number> = {
    name: byName,
    urgency: (one, other) => rank(one) - rank(other) || byName(one, other),
    since: (one, other) => Number(time(one) > time(other)) - Number(time(one) < time(other)) || byName(one, other),
  };
  return rows.toSorted(by[order]);
}

/** A place, and where its channels are counted. */
interface Slot {
  place: PlaceView;
  slot: number;
}

/** Where channels are, in order of names, whatever is looked for. */
interface Places {
  portfolios: (Slot & { accounts: Slot[] })[];
  /** Slot of each row's portfolio. */
  portfolioOf: number[];
  /** Slot of each row's account; none without one. */
  accountOf: (number | undefined)[];
}

/** Thousands of rows are looked through at each key, so their places are put in order once. */
const places = new WeakMap<readonly ChannelRowView[], Places>();

function placesOf(rows: readonly ChannelRowView[]): Places {
  let known = places.get(rows);
  if (!known) {
    known = inOrder(rows);
    places.set(rows, known);
  }
  return known;
}

function inOrder(rows: readonly ChannelRowView[]): Places {
  const found = new Map<string, Slot & { accounts: Map<string, Slot> }>();
  const known = rows.map((row) => {
    const place = row.portfolio ?? NOWHERE;
    const portfolio = found.get(place.id) ?? { place, slot: found.size, accounts: new Map<string, Slot>() };
    found.set(place.id, portfolio);
    return portfolio;
  });
  let slots = 0;
  const accountOf = rows.map(({ account: place }, index) => {
    const accounts = known[index]?.accounts;
    if (!place || !accounts) return undefined;
    const account = accounts.get(place.id) ?? { place, slot: slots++ };
    accounts.set(place.id, account);
    return account.slot;
  });
  const portfolios = [...found.values()].map((portfolio) => ({
    ...portfolio,
    accounts: [...portfolio.accounts.values()].toSorted(byPlace),
  }));
  return { portfolios: portfolios.toSorted(byPlace), portfolioOf: known.map(({ slot }) => slot), accountOf };
}

/** What is left of `rows`, which keep their order. */
export function find(rows: readonly ChannelRowView[], wanted: Wanted): Found {
  // Taken out once: each look at what a component holds is a call.
  const { text, verdict, actor, place: chosen } = wanted;
  const isWanted = matching(text);
  const { portfolios, portfolioOf, accountOf } = placesOf(rows);
  const found: ChannelRowView[] = [];
  const verdicts = new Map<string, number>();
  const actors = new Map<string, number>();
  const inPortfolio = new Map<number, number>();
  const inAccount = new Map<number, number>();
  const more = <Key>(counts: Map<Key, number>, key: Key | undefined) => {
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  rows.forEach((row, index) => {
    if (!isWanted(row)) return;
    const hasVerdict = !verdict || row.verdict.code === verdict;
    const hasActor = !actor || row.problem?.actor === actor;
    const isThere = inPlace(row, chosen);
    if (hasActor && isThere) more(verdicts, row.verdict.code);
    if (hasVerdict && isThere) more(actors, row.problem?.actor);
    if (!hasVerdict || !hasActor) return;
    more(inPortfolio, portfolioOf[index]);
    more(inAccount, accountOf[index]);
    if (isThere) found.push(row);
  });
  const counted = portfolios.map(({ place, slot, accounts }) => ({
    place,
    n: inPortfolio.get(slot) ?? 0,
    accounts: accounts.map((account) => ({ place: account.place, n: inAccount.get(account.slot) ?? 0 })),
  }));
  return { rows: found, verdicts, actors, places: counted };
}

type Placed = Pick<AccountCount, 'place'>;

/** By name; what has none comes last. */
function byPlace(one: Placed, other: Placed): number {
  const name = ({ place }: Placed) => place.name ?? (place.id ? `\uffff${place.id}` : '\uffff\uffff');
  return name(one).localeCompare(name(other));
}

/** A portfolio above its channels. */
export interface Heading {
  id: string;
  heading: PlaceView;
  rows: ChannelRowView[];
  folded: boolean;
}

export type Line = ChannelRowView | Heading;

export const isHeading = (line: Line): line is Heading => 'heading' in line;

/** Rows under the headings of their portfolios; a folded one shows its heading only. */
export function group(rows: readonly ChannelRowView[], folded: ReadonlySet<string>): Line[] {
  const headings = new Map<string, Heading>();
  for (const row of rows) {
    const place = row.portfolio ?? NOWHERE;
    let heading = headings.get(place.id);
    if (!heading) {
      const id = `portfolio:${place.id}`;
      heading = { id, heading: place, rows: [], folded: folded.has(id) };
      headings.set(place.id, heading);
    }
    heading.rows.push(row);
  }
  const sorted = [...headings.values()].toSorted((one, other) =>
    byPlace({ place: one.heading }, { place: other.heading }),
  );
  return sorted.flatMap((heading) => (heading.folded ? [heading] : [heading, ...heading.rows]));
}

/** The rows of each account together; a channel without one is by itself. */
export function byAccount(rows: readonly ChannelRowView[]): ChannelRowView[][] {
  const accounts = new Map<string, ChannelRowView[]>();
  for (const row of rows) {
    const id = row.account?.id ?? row.id;
    const account = accounts.get(id) ?? [];
    accounts.set(id, account);
    account.push(row);
  }
  return [...accounts.values()];
}
