import { causeBody, causeTitle } from '$features/problem/report';
import type { Backend } from '$lib/backend/backend';
import { ExplainedFailure } from '$lib/failure';

/** Repairs a channel without a login; rejects with the sentences of what stood in the way. */
export async function repair(backend: Backend, channel: string): Promise<void> {
  const problem = await backend.repairChannel(channel);
  if (problem === null) return;
  const body = causeBody(problem);
  throw new ExplainedFailure(body ? `${causeTitle(problem)}. ${body}` : causeTitle(problem));
}
