import type { NumberWorkView } from '$lib/backend/backend';

/** Whether the channel of this number uses the new access already. */
export function hasSwitched(work: NumberWorkView): boolean {
  return work.steps.some((step) => step.step === 'update_channel' && step.state === 'done');
}
