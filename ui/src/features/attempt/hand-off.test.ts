import { FakeBackend } from '$lib/backend/fake';
import { setLocale, t } from '$lib/i18n';
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { renderWith } from '../../test/render';
import AttemptWizard from './AttemptWizard.svelte';
import { attemptScenes } from './scenes';

function open(name: keyof typeof attemptScenes) {
  const backend = new FakeBackend();
  backend.attempt = attemptScenes[name] ?? null;
  return renderWith(AttemptWizard, {}, backend);
}
const actions = (backend: FakeBackend) => backend.callsOf('attemptAct').map(([action]) => action);

describe('what somebody else has to do', () => {
  it('is handed over where the permission check stops, with the permission in words', async () => {
    const { backend, user } = await open('problem_permission');
    const missing = screen.getByTestId('hand-off-missing');
    expect(missing).toHaveTextContent(t('permission.whatsapp_business_messaging'));
    expect(missing).not.toHaveTextContent('whatsapp_business_messaging');
    expect(backend.callsOf('handOffText')).toEqual([[{ kind: 'wizard' }]]);
    await user.click(within(screen.getByTestId('hand-off')).getByRole('button', { name: t('wizard.hand_off') }));
    expect(await navigator.clipboard.readText()).toBe(backend.handOff);
    await user.click(screen.getByTestId('save-hand-off'));
    expect(backend.callsOf('saveHandOff')).toEqual([[{ kind: 'wizard' }, 'html']]);
    await user.click(screen.getByTestId('wizard-check-again'));
    await user.click(screen.getByTestId('wizard-other-account'));
    expect(actions(backend)).toEqual([{ kind: 'retry' }, { kind: 'other_account' }]);
  });

  it('is written anew when the window speaks another language', async () => {
    const { backend } = await open('problem_permission');
    expect(backend.callsOf('handOffText')).toHaveLength(1);
    setLocale('en');
    await waitFor(() => expect(backend.callsOf('handOffText')).toHaveLength(2));
    setLocale('pt-BR');
  });

  it('is named where a pasted token lacks a permission, so that the next one has it', async () => {
    await open('manual_token_permission');
    expect(screen.getByTestId('token-missing')).toHaveTextContent('whatsapp_business_messaging');
  });

  it('is handed over where the repair of a number stops', async () => {
    const { backend, user } = await open('result_handed_off');
    const topic = { kind: 'number', id: '101' };
    expect(backend.callsOf('handOffText')).toEqual([[topic]]);
    expect(screen.getAllByRole('button', { name: t('wizard.hand_off') })).toHaveLength(1);
    await user.click(screen.getByTestId('retry-101'));
    expect(actions(backend)).toEqual([{ kind: 'retry_number', number: '101' }]);
  });

  it('is not offered where nobody else can help', async () => {
    const { backend } = await open('result_failed');
    expect(screen.queryByTestId('hand-off')).toBeNull();
    expect(backend.callsOf('handOffText')).toEqual([]);
  });
});
