/** What a problem shows beside its sentence. */
import { FakeBackend } from '$lib/backend/fake';
import { problem } from '$lib/backend/samples';
import { shortDateTime } from '$lib/format';
import { t } from '$lib/i18n';
import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { expectAccessible, renderWith } from '../../test/render';
import ProblemCard from './ProblemCard.svelte';
import { problemText } from './report';

const command = 'sudo sysctl --system && true';

describe('a problem that somebody cures with a command', () => {
  const refused = problem({
    cause: 'login_isolation_refused',
    next: 'use_token',
    actor: 'technician',
    params: { command },
  });

  it('shows the command, and copies it as it is', async () => {
    const { container } = await renderWith(ProblemCard, { problem: refused }, new FakeBackend());
    const copied: string[] = [];
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
    const card = screen.getByRole('article');
    expect(within(card).getByText(command)).toBeVisible();
    await userEvent.click(within(card).getByRole('button', { name: t('problem.copy_command') }));
    expect(copied).toEqual([command]);
    await expectAccessible(container);
  });

  it('has it in the text for a technician too', () => {
    expect(problemText(refused).split('\n')).toContain(command);
  });

  it('has no such button without a command', async () => {
    await renderWith(ProblemCard, { problem: problem({ cause: 'login_isolation_missing' }) }, new FakeBackend());
    expect(screen.queryByRole('button', { name: t('problem.copy_command') })).toBeNull();
  });
});

describe('a problem that only time cures', () => {
  const check = () => undefined;
  const show = (next: string, until: number | null) =>
    renderWith(
      ProblemCard,
      { problem: problem({ cause: 'call_limit', actor: 'meta', next, until }), handlers: { [next]: check } },
      new FakeBackend(),
    );

  it('names its time on the card, in the next step and in the copied text, and has no button before', async () => {
    const until = Date.now() + 15 * 60_000;
    const when = shortDateTime(until);
    await show('wait_until', until);
    expect(screen.getByText(t('problem.wait_until', { when }))).toBeVisible();
    expect(screen.getByText(t('next.wait_until.from', { when }))).toBeVisible();
    expect(screen.queryByTestId('problem-next')).toBeNull();
    const text = problemText(problem({ cause: 'call_limit', next: 'wait_until', until }));
    expect(text).toContain(t('problem.wait_until', { when }));
    expect(text).toContain(t('next.wait_until.from', { when }));
  });

  it('has its button again when the time is over', async () => {
    await show('wait_until', Date.now() - 1000);
    expect(screen.queryByTestId('problem-wait')).toBeNull();
    expect(screen.getByTestId('problem-next')).toHaveTextContent(t('next.wait_until'));
  });

  it('keeps the button of a look that harms nothing, beside the time from which it is worth it', async () => {
    const until = Date.now() + 60 * 60_000;
    await show('check_again', until);
    expect(screen.getByText(t('problem.retry_from', { when: shortDateTime(until) }))).toBeVisible();
    expect(screen.getByTestId('problem-next')).toBeEnabled();
  });
});
