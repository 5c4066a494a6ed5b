/** Views of an outage, and of what the administrator is handed. */
import type { HandOffView, OutageView } from './backend';
import { problem } from './samples';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (span: number) => Date.now() - span;

export function handOffView(change: Partial<HandOffView> = {}): HandOffView {
  return {
    need: 'payment',
    permission: null,
    person: 'Ana Souza',
    role: null,
    business: '1',
    business_name: 'Grupo Aurora',
    waba: '3301',
    number_id: '5501',
    channel: { id: '', name: 'Padaria Aurora', number: '(11) 98765-4321' },
    page: 'https://business.facebook.com/billing_hub/payment_settings?business_id=1',
    steps: ['open_billing', 'add_payment', 'check_again'],
    can_log_in_instead: false,
    ...change,
  };
}

export function outageView(change: Partial<OutageView> = {}): OutageView {
  return {
    channel: { id: 'ch-1', name: 'Padaria Aurora', number: '(11) 98765-4321' },
    problem: problem({ cause: 'app_not_subscribed', next: 'subscribe' }),
    began: { at: ago(DAY), certainty: 'exact', not_before: ago(2 * DAY) },
    ended: null,
    source: 'meta_log',
    who: { kind: 'person', name: 'Bruno Lima' },
    losses: ['incoming'],
    advice: ['use_other_way', 'ask_customers'],
    trail: [
      { at: ago(2 * DAY), kind: 'check', code: 'connected_unproven', cause: null, who: null, is_beginning: false },
      {
        at: ago(DAY),
        kind: 'change',
        code: 'api_access_revoked',
        cause: null,
        who: { kind: 'person', name: 'Bruno Lima' },
        is_beginning: true,
      },
      {
        at: ago(3 * HOUR),
        kind: 'check',
        code: 'disconnected',
        cause: 'app_not_subscribed',
        who: null,
        is_beginning: false,
      },
    ],
    meta_log: 'read',
    ...change,
  };
}
