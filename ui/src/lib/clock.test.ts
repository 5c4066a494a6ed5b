import { relative, shortDateTime } from './format';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watch } from '../test/watch.svelte';

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 29, 22, 10, 30) });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What a text was at each change, while so much time goes by. */
async function changes(text: () => string, time: number): Promise<string[]> {
  const told: string[] = [];
  const stop = watch(() => told.push(text()));
  await vi.advanceTimersByTimeAsync(time);
  stop();
  await vi.advanceTimersByTimeAsync(0);
  return told;
}

it('says something else when the minute is over, and not before', async () => {
  const then = Date.now() - 4 * MINUTE;
  const told = await changes(() => relative(then), 2 * MINUTE + 5000);
  expect(told).toEqual(['há 4 minutos', 'há 5 minutos', 'há 6 minutos']);
});

it('is awake once an hour at most while nothing changes', async () => {
  const then = Date.now() - 5 * MINUTE;
  const told = await changes(() => shortDateTime(then), 100 * MINUTE);
  expect(told).toEqual(['hoje, 22:05', 'hoje, 22:05']);
});

it('calls today yesterday after midnight', async () => {
  const then = Date.now();
  expect((await changes(() => shortDateTime(then), 120 * MINUTE)).at(-1)).toBe('ontem, 22:10');
});

it('leaves no timer behind', async () => {
  await changes(() => relative(Date.now()), 0);
  expect(vi.getTimerCount()).toBe(0);
});
