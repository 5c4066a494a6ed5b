import { render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import Spinner from './Spinner.svelte';

const turning = () => document.querySelectorAll('.turns').length;

it('turns while a few are shown, and rests among many', async () => {
  const spinners = Array.from({ length: 4 }, () => render(Spinner));
  await tick();
  expect(turning()).toBe(4);
  const fifth = render(Spinner);
  await tick();
  expect(turning()).toBe(0);
  fifth.unmount();
  await tick();
  expect(turning()).toBe(4);
  spinners.forEach((spinner) => spinner.unmount());
});
