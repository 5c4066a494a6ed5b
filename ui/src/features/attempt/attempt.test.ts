import { FakeBackend } from '$lib/backend/fake';
import { t } from '$lib/i18n';
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { testPhases } from '../../test/phases';
import { expectAccessible, renderWith } from '../../test/render';
import AttemptWizard from './AttemptWizard.svelte';
import { attemptScenes, choice } from './scenes';
import { work } from './work-samples';

function at(name: keyof typeof attemptScenes): FakeBackend {
  const backend = new FakeBackend();
  backend.attempt = attemptScenes[name] ?? null;
  return backend;
}

const open = (name: keyof typeof attemptScenes) => renderWith(AttemptWizard, {}, at(name));
const actions = (backend: FakeBackend) => backend.callsOf('attemptAct').map(([action]) => action);

describe.each(Object.keys(attemptScenes))('the screen %s', (name) => {
  it('can be used with assistive technology, and says every word of it in the language', async () => {
    const { container } = await open(name);
    await expectAccessible(container);
    const keys = /\b(wizard|cause|step|note|plan|prerequisite|outcome|need|stage|number_status)\.[a-z_.]+/;
    expect(container.textContent).not.toMatch(keys);
    expect(container.textContent).not.toContain('—');
  });

  it('has the focus on its title, or in its dialog or first field', async () => {
    const { container } = await open(name);
    const dialog = container.querySelector('dialog[open]');
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
    const { activeElement } = document;
    const expected =
      activeElement?.tagName === 'H1' || activeElement?.tagName === 'INPUT' || dialog?.contains(activeElement);
    expect(expected).toBe(true);
  });
});

describe('the frame', () => {
  it('leaves a screen that changed nothing without asking', async () => {
    const { backend, user } = await open('access');
    await user.click(screen.getByTestId('wizard-cancel'));
    expect(actions(backend)).toEqual([{ kind: 'cancel' }]);
  });

  it('asks before it cancels what was begun, and tells what that means', async () => {
    const { backend, user } = await open('login');
    await user.click(screen.getByTestId('wizard-cancel'));
    expect(screen.getByText(t('wizard.cancel.untouched'))).toBeInTheDocument();
    await user.click(screen.getByTestId('wizard-cancel-no'));
    expect(actions(backend)).toEqual([]);
    await user.click(screen.getByTestId('wizard-cancel'));
    await user.click(screen.getByTestId('wizard-cancel-yes'));
    expect(actions(backend)).toEqual([{ kind: 'cancel' }]);
  });

  it('goes one screen back where the engine allows it', async () => {
    const { backend, user } = await open('login');
    await user.click(screen.getByTestId('wizard-back'));
    expect(actions(backend)).toEqual([{ kind: 'back' }]);
    backend.pushAttempt(attemptScenes.checking ?? null);
    await screen.findByText(t('wizard.checking.title'), { selector: 'h1' });
    expect(screen.queryByTestId('wizard-back')).toBeNull();
  });

  it('forgets what was typed on the screen before', async () => {
    const { backend, user } = await open('manual_token');
    await user.type(screen.getByTestId('manual-token'), 'EAAtyped');
    backend.pushAttempt(attemptScenes.checking ?? null);
    await screen.findByText(t('wizard.checking.title'), { selector: 'h1' });
    backend.pushAttempt(attemptScenes.manual_token ?? null);
    expect(await screen.findByTestId('manual-token')).toHaveValue('');
  });
});

describe('access', () => {
  it('tells the engine which way in was chosen', async () => {
    const { backend, user } = await open('access');
    await user.click(screen.getByTestId('route-manual_token'));
    await user.click(screen.getByTestId('route-login'));
    expect(actions(backend)).toEqual([{ kind: 'choose_manual_token' }, { kind: 'choose_login' }]);
  });

  it('cannot begin while something is missing, and says why', async () => {
    await open('access_missing');
    expect(screen.getByTestId('wizard-begin')).toBeDisabled();
    expect(screen.getByTestId('wizard-begin')).toHaveAccessibleDescription(t('wizard.begin.blocked'));
  });

  it('says that it is reading', async () => {
    await open('access_reading');
    expect(screen.getByTestId('wizard-begin')).toHaveTextContent(t('wizard.checking_now'));
    expect(screen.getByText(t('wizard.prerequisites.checking'))).toBeVisible();
  });
});

describe('a token', () => {
  it('is not sent empty, and without the blanks around it otherwise', async () => {
    const { backend, user } = await open('manual_token');
    await user.click(screen.getByTestId('wizard-submit-token'));
    expect(screen.getByText(t('wizard.token.empty'))).toBeVisible();
    await user.type(screen.getByTestId('manual-token'), '  EAAB123 ');
    await user.click(screen.getByTestId('wizard-submit-token'));
    expect(actions(backend)).toEqual([{ kind: 'submit_token', token: 'EAAB123' }]);
    expect(screen.getByTestId('manual-token')).toHaveValue('');
  });

  it('stays in its field when it could not be sent', async () => {
    const { backend, user } = await open('manual_token');
    backend.failNext('attemptAct', { code: 'busy' });
    await user.type(screen.getByTestId('manual-token'), 'EAAB123');
    await user.click(screen.getByTestId('wizard-submit-token'));
    expect(await screen.findByText(t('error.busy'))).toBeVisible();
    expect(screen.getByTestId('manual-token')).toHaveValue('EAAB123');
  });
});

describe('the plan', () => {
  it('is shown at once, and found again after it was closed', async () => {
    const { backend, user } = await open('confirm');
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText(t('plan.message_none_sent'))).toBeInTheDocument();
    await user.click(screen.getByTestId('wizard-not-now'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(screen.getByTestId('wizard-review'));
    await user.click(screen.getByTestId('wizard-confirm'));
    expect(actions(backend)).toEqual([{ kind: 'confirm' }]);
  });
});

describe('numbers', () => {
  it("has the channel's number picked, and refuses others with a reason", async () => {
    const { backend, user } = await open('numbers');
    expect(screen.getByTestId('number-101')).toBeChecked();
    expect(screen.getByTestId('number-102')).toBeDisabled();
    await user.click(screen.getByTestId('wizard-continue'));
    expect(actions(backend)).toEqual([{ kind: 'select_numbers', numbers: ['101'] }]);
  });

  it('asks for at least one', async () => {
    const { backend, user } = await open('numbers');
    await user.click(screen.getByTestId('number-101'));
    await user.click(screen.getByTestId('wizard-continue'));
    expect(screen.getByText(t('wizard.numbers.pick_one'))).toBeVisible();
    expect(actions(backend)).toEqual([]);
  });

  it('finds by name and by digits, and keeps what was picked elsewhere', async () => {
    const { backend, user } = await open('numbers');
    await user.type(screen.getByTestId('numbers-search'), 'loja 3');
    expect(screen.queryByTestId('number-101')).toBeNull();
    await user.click(screen.getByTestId('number-202'));
    await user.clear(screen.getByTestId('numbers-search'));
    await user.type(screen.getByTestId('numbers-search'), '3232');
    expect(screen.getByTestId('number-102')).toBeInTheDocument();
    await user.click(screen.getByTestId('wizard-continue'));
    expect(actions(backend)).toEqual([{ kind: 'select_numbers', numbers: ['101', '202'] }]);
  });

  it('keeps the document small with thousands of numbers, and finds each of them', async () => {
    const backend = at('numbers');
    const many = Array.from({ length: 10_000 }, (_, index) =>
      choice({ id: `${index}`, verified_name: `Loja ${index}`, preselected: false, channel: null }),
    );
    const view = attemptScenes.numbers;
    if (view?.screen.kind === 'numbers') backend.attempt = { ...view, screen: { ...view.screen, numbers: many } };
    const { user } = await renderWith(AttemptWizard, {}, backend);
    expect(screen.queryAllByRole('checkbox').length).toBeLessThan(100);
    await user.type(screen.getByTestId('numbers-search'), 'loja 9876');
    await user.click(await screen.findByTestId('number-9876'));
    await user.click(screen.getByTestId('wizard-continue'));
    expect(actions(backend)).toEqual([{ kind: 'select_numbers', numbers: ['9876'] }]);
  });
});

describe('what only the person can give', () => {
  it('sends a PIN of six digits, and whether to keep it', async () => {
    const { backend, user } = await open('working_pin');
    await user.type(screen.getByTestId('pin-101'), '123');
    await user.click(screen.getByTestId('submit-pin-101'));
    expect(screen.getByText(t('need.pin.incomplete'))).toBeVisible();
    await user.type(screen.getByTestId('pin-101'), '456');
    await user.click(screen.getByTestId('remember-pin-101'));
    await user.click(screen.getByTestId('submit-pin-101'));
    expect(actions(backend)).toEqual([{ kind: 'submit_pin', number: '101', pin: '123456', remember: true }]);
    expect(screen.getByTestId('pin-101')).toHaveValue('');
  });

  it('replaces a PIN only with consent', async () => {
    const { backend, user } = await open('working_pin');
    await user.click(screen.getByText(t('need.pin.forgot')));
    expect(screen.getByTestId('submit-new-pin-101')).toBeDisabled();
    await user.type(screen.getByTestId('new-pin-101'), '654321');
    await user.click(screen.getByTestId('consent-101'));
    await user.click(screen.getByTestId('submit-new-pin-101'));
    expect(actions(backend)).toEqual([{ kind: 'set_new_pin', number: '101', pin: '654321', remember: false }]);
  });

  it('asks for a new PIN where the number has none, and never for the one it has', async () => {
    const { backend, user } = await open('working_pin_none');
    expect(screen.getByText(t('need.pin.create.title'))).toBeVisible();
    expect(screen.queryByText(t('need.pin.title'))).toBeNull();
    expect(screen.queryByText(t('need.pin.forgot'))).toBeNull();
    await user.type(screen.getByLabelText(t('need.new_pin.label')), '482615');
    await user.click(screen.getByRole('button', { name: t('need.new_pin.submit') }));
    expect(actions(backend)).toEqual([{ kind: 'submit_pin', number: '101', pin: '482615', remember: false }]);
  });

  it('shows how many attempts are left before the kept PIN costs another', async () => {
    const { backend, user } = await open('working_pin_kept');
    expect(screen.getByText(t('need.pin.kept.body'))).toBeVisible();
    expect(screen.getByText(t('need.pin.attempts', { n: 9 }))).toBeVisible();
    await user.click(screen.getByTestId('use-kept-pin-101'));
    expect(actions(backend)).toEqual([{ kind: 'use_kept_pin', number: '101' }]);
  });

  it('asks how to receive a code, and takes it with or without a hyphen', async () => {
    const { backend, user } = await open('working_code_method');
    await user.click(screen.getByTestId('code-voice-101'));
    backend.pushAttempt(attemptScenes.working_code ?? null);
    await user.type(await screen.findByTestId('code-101'), '123-456');
    await user.click(screen.getByTestId('submit-code-101'));
    expect(actions(backend)).toEqual([
      { kind: 'request_code', number: '101', method: 'voice' },
      { kind: 'submit_code', number: '101', code: '123456' },
    ]);
  });

  it('keeps what is being typed while other steps go on', async () => {
    const { backend, user } = await open('working_pin');
    await user.type(screen.getByTestId('pin-101'), '123');
    const view = attemptScenes.working_pin;
    if (view?.screen.kind !== 'working') throw new Error('a working screen');
    const numbers = [...view.screen.numbers, work({ id: '103' })];
    backend.pushAttempt({ ...view, screen: { ...view.screen, numbers } });
    await screen.findByTestId('work-103');
    expect(screen.getByTestId('pin-101')).toHaveValue('123');
  });

  it('leaves one of several numbers out', async () => {
    const { backend, user } = await open('working_pin');
    expect(screen.queryByTestId('skip-101')).toBeNull();
    const view = attemptScenes.working_pin;
    if (view?.screen.kind !== 'working') throw new Error('a working screen');
    const numbers = [...view.screen.numbers, work({ id: '103' })];
    backend.pushAttempt({ ...view, screen: { ...view.screen, numbers } });
    await user.click(await screen.findByTestId('skip-101'));
    expect(actions(backend)).toEqual([{ kind: 'skip_number', number: '101' }]);
  });
});

describe('the result', () => {
  it('never calls connected what no message has proved', async () => {
    await open('result');
    expect(screen.getByText(t('verdict.connected_unproven'))).toBeVisible();
    expect(screen.getByText(t('wizard.result.unproven'))).toBeVisible();
  });

  it('is taken back in one click and a question', async () => {
    const { backend, user } = await open('result');
    await user.click(screen.getByTestId('wizard-rollback'));
    expect(screen.getByText(t('undo.access_back'))).toBeVisible();
    expect(screen.getByText(/loja-batel/)).toBeVisible();
    expect(screen.getByText(t('undo.registration_stays'))).toBeVisible();
    await user.click(screen.getByTestId('wizard-rollback-yes'));
    expect(actions(backend)).toEqual([{ kind: 'rollback' }]);
  });

  it('tries a failed number again', async () => {
    const { backend, user } = await open('result_partly');
    expect(screen.getByText(t('wizard.result.title_partly'), { selector: 'h1' })).toBeVisible();
    await user.click(screen.getByTestId('retry-102'));
    expect(actions(backend)).toEqual([{ kind: 'retry_number', number: '102' }]);
  });
});

describe('going back', () => {
  it('names what could not be put back, with what to do', async () => {
    const { backend, user } = await open('undone');
    expect(screen.getByText(t('cause.callback_not_put_back.title'))).toBeVisible();
    expect(screen.getByText(/antigo\.example/)).toBeVisible();
    expect(screen.getByText(t('cause.callback_changed_meanwhile.title'))).toBeVisible();
    await user.click(screen.getByTestId('wizard-undo-again'));
    expect(actions(backend)).toEqual([{ kind: 'retry' }]);
  });

  it('leads to where the webhook can be told, and ends there', async () => {
    const { backend, user } = await open('undone');
    await user.click(screen.getByTestId('open-channel-ch-1'));
    expect(actions(backend)).toEqual([{ kind: 'finish' }]);
  });

  it('can only go on where it was interrupted', async () => {
    const { backend, user } = await open('undone_interrupted');
    expect(screen.queryByTestId('wizard-leave')).toBeNull();
    await user.click(screen.getByTestId('wizard-undo-again'));
    expect(actions(backend)).toEqual([{ kind: 'retry' }]);
  });

  it('says before a cancel that nothing was changed where nothing was', async () => {
    const { user } = await open('working');
    await user.click(screen.getByTestId('wizard-cancel'));
    expect(screen.getByText(t('wizard.cancel.untouched'))).toBeVisible();
  });
});

testPhases(
  'Desfazer de novo',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-undo-again', backend: () => at('undone') },
);
testPhases(
  'Deixar assim',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-leave', backend: () => at('undone') },
);
testPhases(
  'Iniciar',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-begin', backend: () => at('access') },
);
testPhases(
  'Entrar com Facebook',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-open-login', backend: () => at('login') },
);
testPhases(
  'Entrar em outra conta',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-other-account', backend: () => at('not_administrator') },
);
testPhases(
  'Salvar arquivo',
  AttemptWizard,
  {},
  { command: 'saveHandOff', testid: 'save-hand-off', backend: () => at('not_administrator') },
);
testPhases(
  'Reconectar',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-confirm', backend: () => at('confirm') },
);
testPhases(
  'Continuar',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-continue', backend: () => at('numbers') },
);
testPhases(
  'Finalizar',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-finish', backend: () => at('result') },
);
testPhases(
  'Continuar de onde parou',
  AttemptWizard,
  {},
  { command: 'attemptAct', testid: 'wizard-resume', backend: () => at('interrupted') },
);

describe('a login window that leads nowhere', () => {
  it('is asked about once the page has stood for long, with the way to the connection', async () => {
    const { backend, router, user } = await open('login_stands');
    expect(screen.getByText(t('wizard.login_open.stands.title'))).toBeInTheDocument();
    await user.click(screen.getByTestId('wizard-login-connection'));
    expect(actions(backend)).toEqual([{ kind: 'close_login' }]);
    expect(router.current).toEqual({ name: 'settings', section: 'connection' });
  });

  it('is told at once where no answer can come', async () => {
    await open('login_stranded');
    expect(screen.getByText(t('wizard.login_open.stranded.title'))).toBeInTheDocument();
  });

  it('is not asked about while the person works there', async () => {
    await open('login_open');
    expect(screen.queryByTestId('wizard-login-connection')).toBeNull();
  });
});

describe('a number that two accounts list', () => {
  it('is one choice: taking one account gives up the other', async () => {
    const { backend, user } = await open('numbers_contested');
    expect(screen.getAllByText(t('wizard.numbers.contested'))).toHaveLength(2);
    await user.click(screen.getByTestId('number-101@1'));
    await user.click(screen.getByTestId('number-101@2'));
    expect(screen.getByTestId('number-101@1')).not.toBeChecked();
    await user.click(screen.getByTestId('wizard-continue'));
    expect(actions(backend)).toEqual([{ kind: 'select_numbers', numbers: ['101@2'] }]);
  });
});
