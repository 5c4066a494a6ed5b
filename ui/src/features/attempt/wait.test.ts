/** A result that only time cures. */
import { FakeBackend } from '$lib/backend/fake';
import { shortDateTime } from '$lib/format';
import { t } from '$lib/i18n';
import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { renderWith } from '../../test/render';
import AttemptWizard from './AttemptWizard.svelte';
import { attemptScenes } from './scenes';

describe('a wait that Meta or our own count asks for', () => {
  const waiting = (until: number) => {
    const view = attemptScenes.result_failed;
    if (view?.screen.kind !== 'result') throw new Error('a result');
    const numbers = view.screen.numbers.map((one) => ({ ...one, problem: one.problem && { ...one.problem, until } }));
    return { ...view, screen: { ...view.screen, numbers } };
  };

  it('is told with its time, and no button invites to prolong it', async () => {
    const until = Date.now() + 3_600_000;
    const backend = new FakeBackend();
    backend.attempt = waiting(until);
    await renderWith(AttemptWizard, {}, backend);
    expect(screen.getByText(t('problem.wait_until', { when: shortDateTime(until) }))).toBeVisible();
    expect(screen.queryByTestId('retry-102')).toBeNull();
    expect(screen.queryByTestId('problem-next')).toBeNull();
  });

  it('is over at that time, and the number can be tried again', async () => {
    const backend = new FakeBackend();
    backend.attempt = waiting(Date.now() - 1000);
    const { user } = await renderWith(AttemptWizard, {}, backend);
    expect(screen.queryByTestId('problem-wait')).toBeNull();
    await user.click(screen.getByTestId('retry-102'));
    expect(backend.callsOf('attemptAct').map(([action]) => action)).toEqual([{ kind: 'retry_number', number: '102' }]);
  });
});
