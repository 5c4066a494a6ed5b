import type { ChannelRowView } from '$lib/backend/backend';

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
const digits = (text: string) => text.replace(/\D/g, '');

/** Whether every wanted word is in `names`, or the wanted digits are in one of `numbers`, in any form. */
export function textMatches(wanted: string, names: readonly string[], numbers: readonly string[]): boolean {
  const text = plain(wanted.trim());
  if (!text) return true;
  const number = digits(text);
  const isNumber = number.length > 0 && /^[\d\s()+.-]+$/.test(text);
  if (isNumber) return numbers.some((each) => digits(each).includes(number));
  const all = plain(names.join(' '));
  return text.split(/\s+/).every((word) => all.includes(word));
}

/** Whether a row has every wanted word in its names, or the wanted digits in its number in any form. */
export function matches(row: ChannelRowView, wanted: string): boolean {
  return textMatches(wanted, [row.name, row.verified_name ?? ''], [row.number_international, row.number]);
}
