import type { NumberChoiceView } from '$lib/backend/backend';
import { textMatches } from '$features/channels/search';

/** Whether a number has the wanted words in its names, or the wanted digits in any of its forms. */
export function choiceMatches(choice: NumberChoiceView, wanted: string): boolean {
  const names = [choice.verified_name ?? '', choice.account, choice.business, choice.channel?.name ?? ''];
  return textMatches(wanted, names, [choice.number_international, choice.number]);
}

/** The same line under other accounts: choosing one of them gives up the others. */
export function rivals(choices: readonly NumberChoiceView[], choice: NumberChoiceView): NumberChoiceView[] {
  return choices.filter(
    (other) => other.contested && other.id !== choice.id && other.number_international === choice.number_international,
  );
}
