import type { NumberChoiceView } from '$lib/backend/backend';
import { textMatches } from '$features/channels/search';

/** Whether a number has the wanted words in its names, or the wanted digits in any of its forms. */
export function choiceMatches(choice: NumberChoiceView, wanted: string): boolean {
  const names = [choice.verified_name ?? '', choice.account, choice.business, choice.channel?.name ?? ''];
  return textMatches(wanted, names, [choice.number_international, choice.number]);
}
