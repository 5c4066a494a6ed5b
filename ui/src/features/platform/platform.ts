import type { PlatformProblemView } from '$lib/backend/backend';
import { t, tCode } from '$lib/i18n';

/** What stood in the way and what to do; for a limit, when it is over. */
export function platformProblem(problem: PlatformProblemView): string {
  const sentence = tCode('platform.problem', problem.code);
  if (problem.wait_seconds === null) return sentence;
  return `${sentence} ${t('platform.wait', { seconds: problem.wait_seconds })}`;
}
