import type { ChannelRowView, ProblemView } from '$lib/backend/backend';
import { failureText } from '$lib/failure';
import type { Session } from '$lib/session.svelte';
import { byAccount } from './arrange';

/** What a repair without a login came to: repaired, a cause, or why it did not even begin. */
export interface RepairResult {
  id: string;
  name: string;
  problem: ProblemView | null;
  refusal: string | null;
}

/** So many accounts are repaired side by side. */
const SIDE_BY_SIDE = 4;

/**
 * Repairs without a login, one channel of an account after another: the next one then finds what the first has
 * repaired. What stands in the way of one hides no other.
 */
export class Repairs {
  running = $state(false);
  stopping = $state(false);
  total = $state(0);
  results = $state.raw<RepairResult[]>([]);

  constructor(private readonly session: Session) {}

  get repaired(): number {
    return this.results.filter((result) => !result.problem && !result.refusal).length;
  }

  get failed(): RepairResult[] {
    return this.results.filter((result) => result.problem ?? result.refusal);
  }

  async run(rows: readonly ChannelRowView[]): Promise<void> {
    if (this.running) return;
    const queues = byAccount(rows);
    this.running = true;
    this.stopping = false;
    this.total = rows.length;
    this.results = [];
    const work = async () => {
      for (let queue = queues.shift(); queue; queue = queues.shift()) {
        for (const row of queue) if (!this.stopping) await this.#repair(row);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    this.running = false;
  }

  /** Nothing more is begun; what is under way comes to its end. */
  stop(): void {
    this.stopping = true;
  }

  forget(): void {
    this.results = [];
    this.total = 0;
  }

  async #repair({ id, name }: ChannelRowView): Promise<void> {
    const result = { id, name, problem: null, refusal: null };
    try {
      const problem = await this.session.backend.repairChannel(id);
      this.results = [...this.results, { ...result, problem }];
    } catch (failure) {
      this.results = [...this.results, { ...result, refusal: failureText(failure) }];
    }
  }
}

const batches = new WeakMap<Session, Repairs>();

/** The one of this session: it goes on, and its results stay, while the person looks at something else. */
export function repairsOf(session: Session): Repairs {
  let repairs = batches.get(session);
  if (!repairs) {
    repairs = new Repairs(session);
    batches.set(session, repairs);
  }
  return repairs;
}
