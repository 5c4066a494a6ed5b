import { CommandFailure } from './backend/backend';
import { lookup, t } from './i18n';

/** The closed code of a refused command; undefined for anything else. */
export function failureCode(failure: unknown): string | undefined {
  return failure instanceof CommandFailure ? failure.error.code : undefined;
}

/** A failure that comes with its own sentences from the catalogue. */
export class ExplainedFailure extends Error {}

/** What happened and what to do, in one sentence. */
export function failureText(failure: unknown): string {
  if (failure instanceof ExplainedFailure) return failure.message;
  if (!(failure instanceof CommandFailure)) return t('error.unexpected');
  const { code } = failure.error;
  const field = 'field' in failure.error ? lookup(`input.${failure.error.field}`) : undefined;
  return lookup(`error.${code}`, { ...failure.error, field: field ?? t('input.value') }) ?? t('error.unexpected');
}
