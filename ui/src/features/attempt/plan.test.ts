import { screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { renderWith } from '../../test/render';
import PlanList from './PlanList.svelte';

it('groups thousands of channels', async () => {
  const params = { channels: 'Padaria Aurora', n: '1234' };
  const lines = [{ what: 'many_tokens_replaced', changes: true, params }];
  await renderWith(PlanList, { title: 'Plan', lines, changes: true });
  expect(screen.getByRole('listitem')).toHaveTextContent(/Padaria Aurora e mais 1\.234\./);
});
