import { render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import VirtualList from './VirtualList.svelte';

const row = createRawSnippet<[{ id: string }]>((item) => ({ render: () => `<span>${item().id}</span>` }));
const items = Array.from({ length: 45 }, (_, index) => ({ id: `n-${index}` }));
const rows = () => screen.queryAllByRole('listitem').length;

afterEach(() => vi.unstubAllGlobals());

it('draws what is in view first, and twice as many each time that was painted', async () => {
  let frames: (() => void)[] = [];
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => frames.push(then));
  /** One frame, with what waits for its end. */
  const paint = async () => {
    const due = frames;
    frames = [];
    due.forEach((then) => then());
    await new Promise((done) => setTimeout(done, 1));
    await tick();
  };
  render(VirtualList, { items, label: 'channels', row });
  await tick();
  const seen = [rows()];
  for (let frame = 0; frame < 6; frame++) {
    await paint();
    seen.push(rows());
  }
  expect(seen, 'the second frame begins when the first was painted').toEqual([10, 10, 20, 20, 40, 40, 45]);
  expect(frames, 'nothing is left to wait for').toHaveLength(0);
});

it('draws the rows of a list that begins out of view, too', async () => {
  render(VirtualList, { items, label: 'channels', row, first: 0 });
  expect(rows()).toBe(0);
  await waitFor(() => expect(rows()).toBe(45));
});
