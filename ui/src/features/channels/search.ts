import type { ChannelRowView } from '$lib/backend/backend';

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
const digits = (text: string) => text.replace(/\D/g, '');

/** Whether a row has every wanted word in its names, or the wanted digits in its number in any form. */
export function matches(row: ChannelRowView, wanted: string): boolean {
  const text = plain(wanted.trim());
  if (!text) return true;
  const number = digits(text);
  const isNumber = number.length > 0 && /^[\d\s()+.-]+$/.test(text);
  if (isNumber) return digits(row.number_international).includes(number) || digits(row.number).includes(number);
  const names = plain(`${row.name} ${row.verified_name ?? ''}`);
  return text.split(/\s+/).every((word) => names.includes(word));
}
