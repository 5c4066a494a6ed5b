import type { ChannelRowView } from '$lib/backend/backend';

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
const digits = (text: string) => text.replace(/\D/g, '');

/** From here on digits are looked for in Meta's ids, too; fewer would be found in almost every id. */
const ID_FROM = 6;

/** A telephone number as somebody might have it in mind: a Brazilian mobile with and without its ninth digit. */
function forms(number: string): string[] {
  const all = digits(number);
  const [, area, line] = /^(55\d{2})9?([6-9]\d{7})$/.exec(all) ?? [];
  return area && line ? [area + line, `${area}9${line}`] : [all];
}

/** What a row is found by. */
interface Entry {
  text: string;
  numbers: readonly string[];
  ids: readonly string[];
}

/** Tells of an entry whether every wanted word is in its text, or the wanted digits in one of its numbers or ids, in any form. */
function looking(wanted: string): (entry: Entry) => boolean {
  const text = plain(wanted.trim());
  if (!text) return () => true;
  if (/^[\d\s()+.-]+$/.test(text)) {
    // From a telephone at home a zero is dialled first, or two from abroad.
    const number = digits(text).replace(/^0{1,2}(?=\d)/, '');
    const isIn = (each: string) => each.includes(number);
    if (number) return ({ numbers, ids }) => numbers.some(isIn) || (number.length >= ID_FROM && ids.some(isIn));
  }
  const words = text.split(/\s+/);
  return (entry) => words.every((word) => entry.text.includes(word));
}

/** Whether every wanted word is in `names`, or the wanted digits are in one of `numbers`, in any form. */
export function textMatches(wanted: string, names: readonly string[], numbers: readonly string[]): boolean {
  return looking(wanted)({ text: plain(names.join(' ')), numbers: numbers.flatMap(forms), ids: [] });
}

/** Thousands of rows are searched at each key, so each is prepared once. */
const entries = new WeakMap<ChannelRowView, Entry>();

function entryOf(row: ChannelRowView): Entry {
  let entry = entries.get(row);
  if (!entry) {
    const names = [row.name, row.verified_name, row.account?.name, row.portfolio?.name];
    const ids = [row.number_id, row.account?.id, row.portfolio?.id];
    entry = {
      text: plain(names.filter(Boolean).join(' ')),
      numbers: [...forms(row.number_international), digits(row.number)],
      ids: ids.filter((id): id is string => Boolean(id)),
    };
    entries.set(row, entry);
  }
  return entry;
}

/** Tells of a row whether every wanted word is in its names, or the wanted digits in its number in any form or in an id. */
export function matching(wanted: string): (row: ChannelRowView) => boolean {
  const isIn = looking(wanted);
  return (row) => isIn(entryOf(row));
}
