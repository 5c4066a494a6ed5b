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

/** What is left of `rows`, which keep their order. */
export function find(rows: readonly ChannelRowView[], wanted: Wanted): Found {
  // Taken out once: each look at what a component holds is a call.
  const { text, verdict, actor, place: chosen } = wanted;
  const isWanted = matching(text);
  const found: ChannelRowView[] = [];
  const verdicts = new Map<string, number>();
  const actors = new Map<string, number>();
  const portfolios = new Map<string, { place: PlaceView; n: number; accounts: Map<string, AccountCount> }>();
  const more = (counts: Map<string, number>, key: string | undefined) => {
    if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const row of rows) {
    const isNamed = isWanted(row);
    const hasVerdict = !verdict || row.verdict.code === verdict;
    const hasActor = !actor || row.problem?.actor === actor;
    const isThere = inPlace(row, chosen);
    if (isNamed && hasActor && isThere) more(verdicts, row.verdict.code);
    if (isNamed && hasVerdict && isThere) more(actors, row.problem?.actor);
    const counts = Number(isNamed && hasVerdict && hasActor);
    const place = row.portfolio ?? NOWHERE;
    const portfolio = portfolios.get(place.id) ?? { place, n: 0, accounts: new Map<string, AccountCount>() };
    portfolios.set(place.id, portfolio);
    portfolio.n += counts;
    if (row.account) {
      const account = portfolio.accounts.get(row.account.id) ?? { place: row.account, n: 0 };
      portfolio.accounts.set(row.account.id, account);
      account.n += counts;
    }
    if (isNamed && hasVerdict && hasActor && isThere) found.push(row);
  }
  const places = [...portfolios.values()].map(({ place, n, accounts }) => ({
    place,
    n,
    accounts: [...accounts.values()].toSorted(byPlace),
  }));
  return { rows: found, verdicts, actors, places: places.toSorted(byPlace) };
}

/** By name; what has none comes last. */
function byPlace(one: AccountCount, other: AccountCount): number {
  const name = ({ place }: AccountCount) => place.name ?? (place.id ? `\uffff${place.id}` : '\uffff\uffff');
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
    const id = `portfolio:${place.id}`;
    const heading = headings.get(id) ?? { id, heading: place, rows: [], folded: folded.has(id) };
    headings.set(id, heading);
    heading.rows.push(row);
  }
  const sorted = [...headings.values()].toSorted((one, other) =>
    byPlace({ place: one.heading, n: 0 }, { place: other.heading, n: 0 }),
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
