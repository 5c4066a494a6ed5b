/** What a problem shows beside its sentence. */
import { FakeBackend } from '$lib/backend/fake';
import { problem } from '$lib/backend/samples';
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
