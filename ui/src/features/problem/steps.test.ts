import { setLocale, t } from '$lib/i18n';
import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { renderWith } from '../../test/render';
import ProblemCard from './ProblemCard.svelte';
import { causeSteps, problemText } from './report';

const gone = {
  cause: 'phone_app_disconnected',
  actor: 'you',
  next: 'open_phone_app',
  until: null,
  params: {},
  technical: null,
};

describe('a cause that is cured on the phone', () => {
  it.each(['pt-BR', 'en', 'es'] as const)(
    'has its steps in %s: version, place, 14 days, and gone for good',
    (locale) => {
      setLocale(locale);
      const steps = causeSteps(gone);
      expect(steps).toHaveLength(4);
      expect(steps[0]).toContain('2.24.17');
      expect(steps[1]).toContain(' > ');
      expect(steps[2]).toContain(t('next.open_phone_app'));
      expect(steps[2]).toContain('14');
      setLocale('pt-BR');
    },
  );

  it('shows them in their order, and copies them for whoever has the phone', async () => {
    await renderWith(ProblemCard, { problem: gone });
    const shown = screen.getAllByRole('listitem').map((item) => item.textContent);
    expect(shown).toEqual(causeSteps(gone));
    expect(problemText(gone)).toContain(`1. ${causeSteps(gone)[0]}`);
  });

  it('has none where a button is all there is', () => {
    expect(causeSteps({ ...gone, cause: 'token_invalid' })).toEqual([]);
  });
});
