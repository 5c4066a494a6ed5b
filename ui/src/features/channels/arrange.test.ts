import type { ChannelRowView } from '$lib/backend/backend';
import { channelRow, problem } from '$lib/backend/samples';
import { describe, expect, it } from 'vitest';
import { byAccount, find, group, sort, type Wanted } from './arrange';

const EVERYTHING: Wanted = { text: '', verdict: '', actor: '', place: '' };

const row = (id: string, code: string, change: Partial<ChannelRowView> = {}) =>
  channelRow({ id, name: `Loja ${id}`, verdict: { code, until: null, read_at: null }, problem: null, ...change });

const norte = { id: 'p1', name: 'Norte' };
const sul = { id: 'p2', name: 'Sul' };
const rows = [
  row('10', 'disconnected', {
    portfolio: sul,
    account: { id: 'a2', name: 'Dois' },
    problem: problem({ actor: 'you' }),
    since: 50,
  }),
  row('9', 'proven', { portfolio: norte, account: { id: 'a1', name: 'Um' }, since: 10 }),
  row('8', 'unknown', { portfolio: null, account: null, since: null }),
  row('7', 'disconnected', {
    portfolio: norte,
    account: { id: 'a3', name: null },
    problem: problem({ actor: 'meta' }),
    since: 30,
  }),
];
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

describe('the order of channels', () => {
  it.each([
    ['name', ['7', '8', '9', '10']],
    ['urgency', ['7', '10', '8', '9']],
    ['since', ['9', '7', '10', '8']],
  ] as const)('by %s', (order, expected) => expect(ids(sort(rows, order, 'pt-BR'))).toEqual(expected));
});

describe('what is found', () => {
  it('is narrowed by everything at once', () => {
    const wanted = { ...EVERYTHING, verdict: 'disconnected', place: 'p:p1' };
    expect(ids(find(rows, wanted).rows)).toEqual(['7']);
    expect(ids(find(rows, { ...EVERYTHING, place: 'a:a2' }).rows)).toEqual(['10']);
    expect(ids(find(rows, { ...EVERYTHING, place: 'p:' }).rows)).toEqual(['8']);
    expect(find(rows, { ...wanted, actor: 'you' }).rows).toEqual([]);
  });

  it('counts what each choice would leave', () => {
    const found = find(rows, { ...EVERYTHING, place: 'p:p1', verdict: 'proven' });
    expect(found.verdicts.get('disconnected'), 'another verdict, the same portfolio').toBe(1);
    expect(found.actors.size, 'nobody has to act for what is proven').toBe(0);
    expect(found.places.map(({ place, n }) => [place.id, n])).toEqual([
      ['p1', 1],
      ['p2', 0],
      ['', 0],
    ]);
    expect(found.places[0]?.accounts.map(({ place, n }) => [place.id, n])).toEqual([
      ['a1', 1],
      ['a3', 0],
    ]);
  });

  it('counts anew for what is written next', () => {
    const counts = (text: string) => find(rows, { ...EVERYTHING, text }).places.map(({ n }) => n);
    expect(counts('Loja 10')).toEqual([0, 1, 0]);
    expect(counts('Loja 8')).toEqual([0, 0, 1]);
    expect(counts('')).toEqual([2, 1, 1]);
  });
});

describe('channels under headings', () => {
  it('follow their portfolio, those without one come last', () => {
    expect(ids(group(rows, new Set()))).toEqual(['portfolio:p1', '9', '7', 'portfolio:p2', '10', 'portfolio:', '8']);
  });

  it('are hidden where their heading is folded', () => {
    expect(ids(group(rows, new Set(['portfolio:p1'])))).toEqual([
      'portfolio:p1',
      'portfolio:p2',
      '10',
      'portfolio:',
      '8',
    ]);
  });
});

it('puts the channels of an account together', () => {
  const same = { id: 'a1', name: null };
  const three = [
    row('1', 'unknown', { account: same }),
    row('2', 'unknown', { account: null }),
    row('3', 'unknown', { account: same }),
  ];
  expect(byAccount(three).map(ids)).toEqual([['1', '3'], ['2']]);
});
