import { fireEvent } from '@testing-library/dom';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AIM } from './aim';
import { Reading } from './reading.svelte';

let list: HTMLElement;
let stop: (() => void) | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  list = document.createElement('ul');
});

afterEach(() => {
  stop?.();
  vi.useRealTimers();
});

/** A reading of 1, 2, 3 and so on, of which 1 is shown, in `list`. */
async function shown(): Promise<Reading<number>> {
  let times = 0;
  const reading = new Reading(() => Promise.resolve((times += 1)));
  stop = reading.steady(list);
  await reading.refresh();
  expect(reading.value).toBe(1);
  return reading;
}

const move = (clientX: number) => fireEvent.pointerMove(list, { clientX, clientY: 5 });

it('shows news at once while nobody points at the list', async () => {
  const reading = await shown();
  await reading.follow();
  expect(reading.value).toBe(2);
});

it('keeps what somebody is about to press until the pointer has rested', async () => {
  const reading = await shown();
  await move(1);
  await reading.follow();
  await reading.follow();
  vi.advanceTimersByTime(AIM - 1);
  await move(2);
  vi.advanceTimersByTime(AIM - 1);
  expect(reading.value).toBe(1);
  vi.advanceTimersByTime(1);
  expect(reading.value).toBe(3);
});

it('shows at once what was asked for, also when news were on their way', async () => {
  const reading = await shown();
  await move(1);
  const news = reading.follow();
  await reading.refresh();
  await news;
  expect(reading.value).toBe(3);
  await reading.follow();
  expect(reading.value).toBe(3);
});

it.each(['click', 'pointerLeave'] as const)('shows news after a %s', async (end) => {
  const reading = await shown();
  await move(1);
  await reading.follow();
  expect(reading.value).toBe(1);
  await fireEvent[end](list);
  expect(reading.value).toBe(2);
});

it('does not take a list that moves below a resting pointer for a movement', async () => {
  const reading = await shown();
  await move(1);
  vi.advanceTimersByTime(AIM);
  await move(1);
  await reading.follow();
  expect(reading.value).toBe(2);
});

it('shows the first answer however the pointer moves, and the last one when the list goes', async () => {
  let times = 0;
  const reading = new Reading(() => Promise.resolve((times += 1)));
  stop = reading.steady(list);
  await move(1);
  await reading.follow();
  expect(reading.value).toBe(1);
  await reading.follow();
  expect(reading.value).toBe(1);
  stop?.();
  expect(reading.value).toBe(2);
});
