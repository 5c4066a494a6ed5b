import type { UpdateProblemView } from '$lib/backend/backend';
import { dateTime } from '$lib/format';
import { lookup, t } from '$lib/i18n';

/** Why nothing was updated, in one sentence with what to do. */
export function problemText(problem: UpdateProblemView): string {
  return lookup(`update.problem.${problem.code}`, { at: dateTime(problem.at) }) ?? t('error.unexpected');
}
