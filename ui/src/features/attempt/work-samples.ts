/** The work of numbers with values, for the wizard's screens in tests and for looking at them. */
import type { NumberWorkView, StepView } from '$lib/backend/backend';
import { handOffView } from '$lib/backend/outage-samples';
import { problem } from '$lib/backend/samples';

const order = [
  'verify_code',
  'register',
  'subscribe',
  'callback_override',
  'read_health',
  'update_channel',
  'prove',
] as const;

/** Steps of which the first are done, one is as told, and the rest waits. */
export function stepsUntil(step: (typeof order)[number] | null, state = 'running'): StepView[] {
  const at = step === null ? order.length : order.indexOf(step);
  return order.map((name, index) => ({
    step: name,
    state: index < at ? 'done' : index === at ? state : 'waiting',
    note: name === 'verify_code' && index < at ? 'already_verified' : null,
    problem: null,
  }));
}

/** The work of one number. */
export function work(change: Partial<NumberWorkView> = {}): NumberWorkView {
  return {
    id: '101',
    number: '(11) 98765-4321',
    verified_name: 'Padaria Aurora',
    steps: stepsUntil('subscribe'),
    need: null,
    outcome: 'working',
    verdict: null,
    evidence: [],
    problem: null,
    hand_off: null,
    ...change,
  };
}

/** Done. */
export const done = work({
  steps: stepsUntil(null),
  outcome: 'done',
  verdict: { code: 'connected_unproven', until: null, read_at: Date.now() },
  evidence: [{ kind: 'live_read', bearing: 'for', details: [], at: Date.now(), params: {} }],
});

/** Fails for now: only time cures it. */
export const failed = work({
  id: '102',
  number: '(21) 3232-1010',
  verified_name: null,
  steps: stepsUntil('register', 'failed'),
  outcome: 'failed',
  problem: problem({
    cause: 'registration_budget_used',
    actor: 'nobody',
    next: 'wait_until',
    until: Date.now() + 3_600_000,
  }),
});

/** Fails until somebody has acted at Meta. */
export const refused = { ...failed, problem: problem({ cause: 'migration_blocked', next: 'open_whatsapp_manager' }) };

/** Stops until the one who administers the company gives the access. */
export const waiting = work({
  steps: stepsUntil('subscribe', 'failed'),
  outcome: 'failed',
  problem: problem({ cause: 'asset_access_missing', actor: 'business_admin', next: 'hand_off' }),
  hand_off: handOffView({ need: 'asset_access' }),
});
