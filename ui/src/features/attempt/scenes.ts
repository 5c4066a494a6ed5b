/** The wizard's screens with values, for tests and for looking at them. */
import type { AttemptView, NumberChoiceView, PlanLineView, ScreenView, StageView } from '$lib/backend/backend';
import { attemptView, diagnosis, problem } from '$lib/backend/samples';
import { handOffView } from '$lib/backend/outage-samples';
import { done, failed, refused, stepsUntil, waiting, work } from './work-samples';

const channel = { id: 'ch-1', name: 'Padaria Aurora', number: '(11) 98765-4321' };
const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;

function scene(stage: StageView, screen: ScreenView, change: Partial<AttemptView> = {}): AttemptView {
  return attemptView({ channel, channels: 1, stage, screen, ...change });
}

const prerequisites = ['platform_account', 'administrator_profile', 'number_configured', 'meta_connection'].map(
  (id) => ({
    id,
    answer: 'yes',
    problem: null,
  }),
);

const businesses = [
  { id: '1', name: 'Grupo Aurora', role: 'admin', owns_channel: true },
  { id: '2', name: 'Livraria Praça', role: 'employee', owns_channel: false },
];

const plan: PlanLineView[] = [
  { what: 'token_replaced', changes: true, params: { channel: 'Padaria Aurora' } },
  { what: 'register_if_needed', changes: true, params: {} },
  { what: 'subscribe_if_needed', changes: true, params: {} },
  { what: 'old_token_kept', changes: false, params: {} },
  { what: 'channel_kept', changes: false, params: { name: 'Padaria Aurora' } },
  { what: 'message_none_sent', changes: false, params: {} },
];

const undo: PlanLineView[] = [
  { what: 'access_back', changes: true, params: {} },
  {
    what: 'callback_removed',
    changes: true,
    params: { callback: 'https://aurora.atendefacil.example/webhooks/whatsapp/loja-batel', number: '(11) 98765-4321' },
  },
  { what: 'pin_forgotten', changes: true, params: {} },
  { what: 'registration_stays', changes: false, params: {} },
  { what: 'new_pin_stays_unkept', changes: false, params: { number: '(11) 98765-4321' } },
];

const checks = ['exchange_code', 'check_token', 'read_person', 'read_permissions', 'check_administrator'];
/** A number that can be picked. */
export function choice(change: Partial<NumberChoiceView> = {}): NumberChoiceView {
  return {
    id: '101',
    number: '(11) 98765-4321',
    number_international: '+55 11 98765-4321',
    verified_name: 'Padaria Aurora',
    account: 'Atendimento',
    business: 'Grupo Aurora',
    status: 'connected',
    problem: null,
    preselected: true,
    contested: false,
    selectable: true,
    channel,
    ...change,
  };
}

/** By name: `/?scene=attempt:<name>`. */
export const attemptScenes: Record<string, AttemptView> = {
  access: scene('access', {
    kind: 'access',
    route: 'login',
    prerequisites,
    diagnosis: diagnosis(),
    checking: false,
    can_begin: true,
  }),
  access_reading: scene('access', {
    kind: 'access',
    route: 'login',
    prerequisites: [],
    diagnosis: null,
    checking: true,
    can_begin: false,
  }),
  access_missing: attemptView({
    screen: {
      kind: 'access',
      route: 'manual_token',
      prerequisites: [
        ...prerequisites.slice(0, 3),
        {
          id: 'meta_connection',
          answer: 'no',
          problem: problem({ cause: 'connection_incomplete', actor: 'you', next: 'open_meta_connection' }),
        },
      ],
      diagnosis: null,
      checking: false,
      can_begin: false,
    },
  }),
  login: scene('login', { kind: 'login', problem: null, previous_person: null }, { can_go_back: true }),
  login_closed: scene(
    'login',
    {
      kind: 'login',
      problem: problem({ cause: 'login_closed', actor: 'you', next: 'log_in' }),
      previous_person: 'Ana Souza',
    },
    { can_go_back: true },
  ),
  login_open: scene('login', {
    kind: 'login_open',
    host: 'www.facebook.com',
    busy_page: true,
    stranded: false,
    ask_from: null,
    opened_at: minutesAgo(2),
  }),
  login_stands: scene('login', {
    kind: 'login_open',
    host: 'www.facebook.com',
    busy_page: false,
    stranded: false,
    ask_from: minutesAgo(1),
    opened_at: minutesAgo(3),
  }),
  login_stranded: scene('login', {
    kind: 'login_open',
    host: 'www.facebook.com',
    busy_page: false,
    stranded: true,
    ask_from: minutesAgo(0),
    opened_at: minutesAgo(1),
  }),
  manual_token: scene('login', { kind: 'manual_token', problem: null }, { can_go_back: true }),
  manual_token_refused: scene(
    'login',
    { kind: 'manual_token', problem: problem({ cause: 'token_of_other_app', actor: 'you', next: 'use_token' }) },
    { can_go_back: true },
  ),
  manual_token_permission: scene(
    'login',
    {
      kind: 'manual_token',
      problem: problem({
        cause: 'permission_missing',
        actor: 'you',
        next: 'log_in',
        params: { permission: 'whatsapp_business_messaging' },
      }),
    },
    { can_go_back: true },
  ),
  checking: scene('login', {
    kind: 'checking',
    steps: checks.map((step, index) => ({
      step,
      state: index < 2 ? 'done' : index === 2 ? 'running' : 'waiting',
      note: null,
      problem: null,
    })),
  }),
  not_administrator: scene(
    'login',
    {
      kind: 'not_administrator',
      person: 'Bruno Lima',
      businesses: [{ id: '1', name: 'Grupo Aurora', role: 'employee', owns_channel: true }],
      problem: problem({ cause: 'not_administrator', actor: 'business_admin', next: 'other_account' }),
      hand_off: handOffView({ need: 'full_control', person: 'Bruno Lima', role: 'EMPLOYEE' }),
    },
    { can_go_back: true },
  ),
  confirm: scene(
    'login',
    { kind: 'confirm', person: 'Ana Souza', businesses, plan, role_problem: null },
    { can_go_back: true },
  ),
  discovering: scene('number', { kind: 'discovering', accounts: 3, numbers: 1 }, { can_go_back: true }),
  numbers: scene(
    'number',
    {
      kind: 'numbers',
      numbers: [
        choice(),
        choice({
          id: '102',
          number: '(21) 3232-1010',
          number_international: '+55 21 3232-1010',
          verified_name: null,
          preselected: false,
          selectable: false,
          channel: null,
          problem: problem({
            cause: 'number_of_other_company',
            actor: 'you',
            next: 'other_account',
            params: { company: 'Grupo Ipê' },
          }),
        }),
        ...Array.from({ length: 6 }, (_, index) =>
          choice({ id: `20${index}`, verified_name: `Loja ${index + 1}`, preselected: false, channel: null }),
        ),
      ],
      unread: [],
      problem: null,
      not_shown: [],
    },
    { can_go_back: true },
  ),
  numbers_contested: scene(
    'number',
    {
      kind: 'numbers',
      numbers: [
        choice({ id: '101@1', preselected: false, contested: true }),
        choice({ id: '101@2', account: 'Lojas', preselected: false, contested: true }),
      ],
      unread: [],
      problem: problem({
        cause: 'number_in_several_accounts',
        actor: 'you',
        next: 'choose_number',
        params: { number: '+55 11 98765-4321' },
      }),
      not_shown: [],
    },
    { can_go_back: true },
  ),
  numbers_empty: scene(
    'number',
    {
      kind: 'numbers',
      numbers: [],
      unread: [],
      problem: problem({ cause: 'no_numbers_found', actor: 'you', next: 'log_in' }),
      not_shown: [],
    },
    { can_go_back: true },
  ),
  working: scene('conclusion', { kind: 'working', numbers: [work()] }),
  working_pin: scene('conclusion', {
    kind: 'working',
    numbers: [
      work({
        steps: stepsUntil('register', 'waiting'),
        outcome: 'needs_you',
        need: { kind: 'pin', attempts_left: 1, problem: null, exists: true, kept: false },
      }),
    ],
  }),
  working_pin_none: scene('conclusion', {
    kind: 'working',
    numbers: [
      work({
        steps: stepsUntil('register', 'waiting'),
        outcome: 'needs_you',
        need: { kind: 'pin', attempts_left: 10, problem: null, exists: false, kept: false },
      }),
    ],
  }),
  working_pin_kept: scene('conclusion', {
    kind: 'working',
    numbers: [
      work({
        steps: stepsUntil('register', 'waiting'),
        outcome: 'needs_you',
        need: { kind: 'pin', attempts_left: 9, problem: null, exists: true, kept: true },
      }),
    ],
  }),
  working_code_method: scene('conclusion', {
    kind: 'working',
    numbers: [
      work({
        steps: stepsUntil('verify_code', 'waiting'),
        outcome: 'needs_you',
        need: { kind: 'code_method', problem: null },
      }),
    ],
  }),
  working_code: scene('conclusion', {
    kind: 'working',
    numbers: [
      work({
        steps: stepsUntil('verify_code', 'waiting'),
        outcome: 'needs_you',
        need: { kind: 'code', method: 'sms', sent_at: minutesAgo(1), problem: null },
      }),
    ],
  }),
  result: scene('conclusion', { kind: 'result', numbers: [done], can_rollback: true, not_shown: [] }, { undo }),
  result_partly: scene('conclusion', { kind: 'result', numbers: [done, refused], can_rollback: true, not_shown: [] }),
  result_left_out: scene(
    'conclusion',
    {
      kind: 'result',
      numbers: [done],
      can_rollback: true,
      not_shown: [{ id: 'ch-9', name: 'Filial Recife', number: '(81) 93333-4545' }],
    },
    { channels: 2 },
  ),
  result_failed: scene('conclusion', { kind: 'result', numbers: [failed], can_rollback: false, not_shown: [] }),
  result_handed_off: scene('conclusion', {
    kind: 'result',
    numbers: [waiting],
    can_rollback: false,
    not_shown: [],
  }),
  undoing: scene('conclusion', { kind: 'undoing' }, { can_cancel: false }),
  undone: scene(
    'conclusion',
    {
      kind: 'undone',
      left: [
        {
          channel,
          number: channel.number,
          problem: problem({
            cause: 'callback_not_put_back',
            actor: 'you',
            next: 'restore_callback',
            params: { written: 'https://aurora.atendefacil.example/novo', before: 'https://antigo.example/hook' },
          }),
        },
        {
          channel: null,
          number: '(21) 3232-1010',
          problem: problem({
            cause: 'callback_changed_meanwhile',
            actor: 'you',
            next: 'check_again',
            params: { written: 'https://aurora.atendefacil.example/novo' },
          }),
        },
      ],
    },
    { can_cancel: false },
  ),
  undone_interrupted: scene('conclusion', { kind: 'undone', left: [] }, { can_cancel: false }),
  problem: scene(
    'login',
    {
      kind: 'problem',
      problem: problem({ cause: 'two_factor_needed', actor: 'you', next: 'log_in' }),
      can_retry: true,
      hand_off: null,
    },
    { can_go_back: true },
  ),
  problem_permission: scene(
    'login',
    {
      kind: 'problem',
      problem: problem({
        cause: 'permission_missing',
        actor: 'you',
        next: 'log_in',
        params: { permission: 'whatsapp_business_messaging' },
      }),
      can_retry: true,
      hand_off: handOffView({ need: 'permission', permission: 'whatsapp_business_messaging' }),
    },
    { can_go_back: true },
  ),
  interrupted: scene('number', {
    kind: 'interrupted',
    can_resume: true,
    stopped_at: minutesAgo(12),
    numbers: [work({ steps: stepsUntil('subscribe', 'waiting') })],
  }),
};
