/** Views with sensible values; a test names only what it is about. */
import type {
  AboutView,
  AppView,
  AttemptView,
  ChannelRowView,
  ChannelView,
  ConnectionView,
  DiagnosisView,
  FindingView,
  HomeView,
  OutgoingView,
  PlatformConnectionView,
  PlatformView,
  ProbeView,
  ProblemView,
  ProofView,
  WordView,
} from './backend';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ago = (span: number) => Date.now() - span;

export function appView(change: Partial<AppView> = {}): AppView {
  return {
    environment: 'demonstration',
    operator: { role: 'administrator', has_password: false, can_change: true },
    vault: 'keyring',
    preferences: { language: 'pt-BR', theme: 'system' },
    check_every_hours: 6,
    proof_life_hours: 72,
    storage_problem: null,
    backup: { made_at: ago(5 * HOUR), problem: null },
    unfinished: null,
    connection_ready: true,
    version: '0.1.0',
    managed: { values: [], warnings: [] },
    notices: [],
    ...change,
  };
}

export function problem(change: Partial<ProblemView> = {}): ProblemView {
  return {
    cause: 'token_expired',
    actor: 'you',
    next: 'log_in',
    until: null,
    params: {},
    technical: {
      code: 190,
      subcode: 463,
      trace_id: 'AbCdEfGh123',
      message: 'Error validating access token: Session has expired.',
      solution: null,
      http_status: 401,
      at: ago(3 * HOUR),
    },
    ...change,
  };
}

export function channelRow(change: Partial<ChannelRowView> = {}): ChannelRowView {
  return {
    id: 'ch-1',
    name: 'Padaria Aurora',
    verified_name: 'Padaria Aurora',
    number: '(11) 98765-4321',
    number_international: '+55 11 98765-4321',
    number_id: '5502284019375531',
    account: { id: '3301827364509182', name: 'Padaria Aurora WABA' },
    portfolio: { id: '1100223344556677', name: 'Grupo Aurora' },
    verdict: { code: 'disconnected', until: null, read_at: ago(4 * MINUTE) },
    problem: problem(),
    since: ago(3 * HOUR),
    evidence_at: ago(2 * DAY),
    checking: false,
    main_action: 'reconnect',
    ...change,
  };
}

export function channelRows(): ChannelRowView[] {
  return [
    channelRow(),
    channelRow({
      id: 'ch-2',
      name: 'Clínica Vida',
      verified_name: 'Clínica Vida',
      number: '(21) 3456-7890',
      number_international: '+55 21 3456-7890',
      problem: problem({ cause: 'app_not_subscribed', next: 'subscribe', technical: null }),
      main_action: 'repair',
      since: ago(40 * MINUTE),
    }),
    channelRow({
      id: 'ch-3',
      name: 'Loja Centro',
      verified_name: 'Loja do Centro',
      account: { id: '3301827364500002', name: 'Lojas WABA' },
      portfolio: { id: '1100223344550002', name: 'Lojas Brasil' },
      number: '(31) 99888-7766',
      number_international: '+55 31 99888-7766',
      verdict: { code: 'proven', until: null, read_at: ago(2 * MINUTE) },
      problem: null,
      since: ago(9 * DAY),
      evidence_at: ago(12 * MINUTE),
      main_action: 'check',
    }),
    channelRow({
      id: 'ch-4',
      name: 'Suporte',
      verified_name: null,
      number: '(41) 97777-1212',
      number_international: '+55 41 97777-1212',
      verdict: { code: 'attention', until: null, read_at: ago(6 * MINUTE) },
      problem: problem({ cause: 'token_expires_soon', technical: null }),
      since: ago(DAY),
      evidence_at: ago(5 * HOUR),
    }),
    channelRow({
      id: 'ch-5',
      name: 'Vendas',
      verified_name: 'Vendas Aurora',
      number: '(11) 95555-0101',
      number_international: '+55 11 95555-0101',
      verdict: { code: 'connected_unproven', until: null, read_at: ago(6 * MINUTE) },
      problem: null,
      since: ago(2 * HOUR),
      evidence_at: null,
      main_action: 'check',
    }),
    channelRow({
      id: 'ch-6',
      name: 'Cobrança',
      verified_name: 'Cobrança Aurora',
      number: '(11) 94444-2020',
      number_international: '+55 11 94444-2020',
      verdict: { code: 'blocked', until: null, read_at: ago(HOUR) },
      problem: problem({ cause: 'payment_problem', actor: 'business_admin', next: 'open_billing', technical: null }),
      since: ago(4 * DAY),
      main_action: null,
    }),
    channelRow({
      id: 'ch-7',
      name: 'Filial Recife',
      verified_name: 'Filial Recife',
      number: '(81) 93333-4545',
      number_international: '+55 81 93333-4545',
      verdict: { code: 'wait', until: Date.now() + 2 * HOUR, read_at: ago(HOUR) },
      problem: problem({
        cause: 'pin_locked',
        actor: 'meta',
        next: 'wait_until',
        until: Date.now() + 2 * HOUR,
        technical: null,
      }),
      since: ago(HOUR),
      main_action: 'check',
    }),
    channelRow({
      id: 'ch-8',
      name: 'Filial Natal',
      verified_name: 'Filial Natal',
      number: '(84) 92222-6767',
      number_international: '+55 84 92222-6767',
      verdict: { code: 'unknown', until: null, read_at: ago(5 * HOUR) },
      problem: problem({ cause: 'meta_unavailable', actor: 'meta', next: 'retry', technical: null }),
      since: ago(5 * HOUR),
      main_action: 'check',
    }),
  ];
}

/** The first screen where nothing needs the person. */
export function homeOf(state: string): Partial<HomeView> {
  return { state, need_you: 0, waiting: 0, unknown: 0, broken: [], unsettled: [] };
}

export function homeView(change: Partial<HomeView> = {}): HomeView {
  const rows = channelRows();
  const of = (...codes: string[]) => rows.filter((row) => codes.includes(row.verdict.code));
  const broken = of('disconnected', 'blocked', 'attention');
  return {
    state: 'needs_you',
    total: rows.length,
    need_you: broken.length,
    waiting: of('wait').length,
    unknown: of('unknown').length,
    broken,
    unsettled: [...of('wait'), ...of('unknown')],
    checking: false,
    checked_at: ago(4 * MINUTE),
    ...change,
  };
}

function finding(question: string, change: Partial<FindingView> = {}): FindingView {
  return {
    question,
    answer: 'yes',
    reason: 'confirmed',
    params: {},
    evidence: [],
    problem: null,
    read_at: ago(4 * MINUTE),
    ...change,
  };
}

export function diagnosis(change: Partial<DiagnosisView> = {}): DiagnosisView {
  const later = [
    'person_is_admin',
    'permissions',
    'waba_visible',
    'number_in_waba',
    'number_form_matches',
    'number_verified',
    'number_registered',
    'not_restricted',
    'app_subscribed',
    'callback_as_expected',
    'platform_in_sync',
    'callback_answers',
    'message_out',
    'message_in',
  ];
  return {
    at: ago(4 * MINUTE),
    verdict: { code: 'disconnected', until: null, read_at: ago(4 * MINUTE) },
    findings: [
      finding('token_valid', {
        answer: 'no',
        reason: 'token_expired',
        problem: problem(),
        evidence: [
          { label: 'app_id', value: '634974688087057' },
          { label: 'expires_at', value: String(ago(3 * HOUR)) },
        ],
      }),
      ...later.map((question) => finding(question, { answer: 'unknown', reason: 'not_asked', read_at: null })),
    ],
    blocking: problem(),
    ...change,
  };
}

/** Nothing was tested yet. */
export function proofView(change: Partial<ProofView> = {}): ProofView {
  return {
    life_hours: 72,
    callback: 'https://atendimento.example.com/webhook',
    callback_host: 'atendimento.example.com',
    verify_token_kept: true,
    probe: null,
    outgoing: null,
    incoming: null,
    word: null,
    ...change,
  };
}

export function probeView(change: Partial<ProbeView> = {}): ProbeView {
  return {
    end: 'redirected',
    stages: [
      { stage: 'name', state: 'passed' },
      { stage: 'connection', state: 'passed' },
      { stage: 'certificate', state: 'passed' },
      { stage: 'answer', state: 'failed' },
      { stage: 'verify_token', state: 'not_reached' },
    ],
    http_status: 302,
    redirect: 'https://login.example.com/',
    host: 'atendimento.example.com',
    at: ago(2 * MINUTE),
    ...change,
  };
}

export function outgoingView(change: Partial<OutgoingView> = {}): OutgoingView {
  return {
    state: 'delivered',
    to: '…0001',
    message: 'wamid.HBgNNTUxMTkxMjM0MDAwMQ',
    sent_at: ago(3 * MINUTE),
    at: ago(2 * MINUTE),
    callback_took: true,
    why: null,
    problem: null,
    following: false,
    ...change,
  };
}

export function wordView(): WordView {
  return {
    word: 'RECONECTA-KF7Q2',
    link: 'https://wa.me/5511912340101?text=RECONECTA-KF7Q2',
    qr: { size: 21, path: 'M0 0h1v1h-1zM20 20h1v1h-1z' },
    until: Date.now() + 30 * MINUTE,
    search: null,
  };
}

export function platformView(change: Partial<PlatformView> = {}): PlatformView {
  return { connected: null, provided: null, can_change: true, ...change };
}

export function platformConnection(change: Partial<PlatformConnectionView> = {}): PlatformConnectionView {
  return {
    kind: 'chatwoot',
    address: 'https://app.chatwoot.com/',
    account: 3,
    account_name: 'Padaria Aurora',
    person: 'Ana Prado',
    role: 'administrator',
    tested_at: ago(2 * HOUR),
    ...change,
  };
}

export function channelView(change: Partial<ChannelView> = {}): ChannelView {
  return {
    row: channelRow(),
    diagnosis: diagnosis(),
    configuration: [
      { label: 'waba', value: '102290129340398' },
      { label: 'number_id', value: '106540352242922' },
      { label: 'business', value: '506914307656634' },
      { label: 'callback', value: 'https://atendimento.example.com/webhook' },
    ],
    evidence: [
      { kind: 'message_received', bearing: 'for', details: [], params: {}, at: ago(2 * DAY) },
      { kind: 'message_delivered', bearing: 'for', details: [], params: {}, at: ago(2 * DAY + 3 * MINUTE) },
    ],
    timeline: [
      { what: 'verdict_changed', params: { from: 'proven', to: 'disconnected' }, by: null, at: ago(3 * HOUR) },
      { what: 'channel_added', params: {}, by: 'administrator', at: ago(60 * DAY) },
    ],
    proof: proofView(),
    expected_callback: null,
    hand_off: null,
    can_change: true,
    can_rollback: false,
    ...change,
  };
}

export function connectionView(change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    values: {
      app_id: '',
      configuration_id: '',
      graph_version: 'v26.0',
      route: 'own_app',
      redirect_uri: 'https://www.facebook.com/connect/login_success.html',
      backend_url: '',
      extra_hosts: '',
    },
    has_app_secret: false,
    provided: false,
    ready: false,
    ...change,
  };
}

export function aboutView(change: Partial<AboutView> = {}): AboutView {
  return {
    version: '0.1.0',
    commit: '4f2a9c1',
    webview: 'WebKitGTK 2.50.6',
    system: 'Debian GNU/Linux 12',
    data_folder: '/home/ana/.local/share/app.reconecta.desktop',
    log_folder: '/home/ana/.local/share/app.reconecta.desktop/logs',
    simulator: 'http://127.0.0.1:41873',
    ...change,
  };
}

export function attemptView(change: Partial<AttemptView> = {}): AttemptView {
  return {
    id: 'at-1',
    channel: null,
    channels: 0,
    stage: 'access',
    screen: { kind: 'access', route: 'login', prerequisites: [], diagnosis: null, checking: false, can_begin: true },
    can_cancel: true,
    can_go_back: false,
    undo: [],
    ...change,
  };
}
