import type { Backend, ConnectionCheckView, ConnectionValues } from '$lib/backend/backend';
import { t, tCode } from '$lib/i18n';

export type ConnectionField = keyof ConnectionValues;

/** Pause in typing after which the fields are checked. */
const PAUSE_MS = 200;

/** What was typed into *Conexão Meta* and what the engine says about it, while typing. */
export class ConnectionDraft {
  values = $state<ConnectionValues>({
    app_id: '',
    configuration_id: '',
    graph_version: '',
    route: '',
    redirect_uri: '',
    backend_url: '',
    extra_hosts: '',
  });
  check = $state.raw<ConnectionCheckView>({ problems: {}, can_save: true });
  #saved = $state.raw<ConnectionValues | null>(null);
  #visited = $state<Partial<Record<ConnectionField, boolean>>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #latest = 0;

  constructor(private readonly backend: Backend) {}

  readonly changed = $derived(
    this.#saved !== null &&
      (Object.keys(this.values) as ConnectionField[]).some((field) => this.values[field] !== this.#saved?.[field]),
  );

  /** Takes over what is saved. */
  load(saved: ConnectionValues): void {
    this.#saved = saved;
    this.values = { ...saved };
    this.#visited = {};
    void this.#ask();
  }

  /** Something was typed. */
  typed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE_MS);
  };

  /** The field was left: an empty one may be complained about from here on. */
  left(field: ConnectionField): void {
    this.#visited[field] = true;
  }

  /** Every field may be complained about: somebody wanted to save. */
  leaveAll(): void {
    for (const field of Object.keys(this.values) as ConnectionField[]) this.#visited[field] = true;
  }

  /** Sentence for a field that is not right; empty fields are left in peace until they were visited. */
  error(field: ConnectionField): string | undefined {
    const code = this.check.problems[field];
    if (!code) return undefined;
    if (code === 'required' && !this.#visited[field]) return undefined;
    return tCode('connection.problem', code);
  }

  /** Word for a field that is filled and right. */
  confirmed(field: ConnectionField): string | undefined {
    const fresh = this.values[field] !== this.#saved?.[field];
    return fresh && this.values[field] && !this.check.problems[field] ? t('connection.field_fine') : undefined;
  }

  async #ask(): Promise<void> {
    const mine = ++this.#latest;
    const check = await this.backend.checkConnection($state.snapshot(this.values));
    if (mine === this.#latest) this.check = check;
  }
}
