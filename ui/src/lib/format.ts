/** Dates, spans and numbers in the present language. Times are Unix milliseconds; `null` means never. */
import { now } from './clock.svelte';
import { getLocale, lookup, t, tCode, type Params } from './i18n';
import { keep } from './kept';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const once = <Format>(name: string, make: (locale: string) => Format): Format => keep(getLocale(), name, make);

const dateFormat = (name: string, options: Intl.DateTimeFormatOptions) =>
  once(name, (locale) => new Intl.DateTimeFormat(locale, options));

const relativeFormat = () => once('relative', (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

/** "3 de mar. de 2026" */
export function date(time: number | null): string {
  if (time === null) return t('common.never');
  return dateFormat('date', { dateStyle: 'medium' }).format(time);
}

/** "14:30" */
export function clockTime(time: number | null): string {
  if (time === null) return t('common.never');
  return dateFormat('time', { timeStyle: 'short' }).format(time);
}

/** "3 de mar. de 2026, 14:30" */
export function dateTime(time: number | null): string {
  if (time === null) return t('common.never');
  return dateFormat('both', { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** "hoje, 14:30", "ontem, 14:30", "3 de mar., 14:30", with the year only where it is another. */
export function shortDateTime(time: number | null, reference: number = now(nextDay)): string {
  if (time === null) return t('common.never');
  const then = new Date(time);
  const today = new Date(reference);
  const days = Math.round((startOfDay(then) - startOfDay(today)) / DAY);
  const isNear = days === 0 || days === -1;
  if (!isNear && then.getFullYear() !== today.getFullYear()) return dateTime(time);
  const day = isNear
    ? relativeFormat().format(days, 'day')
    : dateFormat('day', { day: 'numeric', month: 'short' }).format(time);
  return t('common.day_at', { day, time: clockTime(time) });
}

function nextDay(present: number): number {
  const today = new Date(present);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).getTime();
}

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

/** "há 5 minutos", "em 2 dias"; "agora" within a minute. */
export function relative(time: number | null, reference: number = now((present) => nextWords(time, present))): string {
  if (time === null) return t('common.never');
  const distance = time - reference;
  const size = Math.abs(distance);
  if (size < MINUTE) return t('common.now');
  const words = relativeFormat();
  if (size < HOUR) return words.format(Math.trunc(distance / MINUTE), 'minute');
  if (size < DAY) return words.format(Math.trunc(distance / HOUR), 'hour');
  if (size < 45 * DAY) return words.format(Math.trunc(distance / DAY), 'day');
  if (size < 345 * DAY) return words.format(Math.trunc(distance / (30 * DAY)), 'month');
  return words.format(Math.trunc(distance / (365 * DAY)), 'year');
}

/** When `relative` says something else of a time. */
function nextWords(time: number | null, present: number): number {
  if (time === null) return Infinity;
  const size = Math.abs(time - present);
  const unit = size < HOUR ? MINUTE : size < DAY ? HOUR : DAY;
  return present + (time > present ? (size % unit) + 1 : unit - (size % unit));
}

/** "1.234" */
export function count(number: number): string {
  return once('count', (locale) => new Intl.NumberFormat(locale)).format(number);
}

/** "4,3 MB", in decimal units as downloads are told. */
export function bytes(size: number | null): string {
  const number = size ?? 0;
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(Math.floor(Math.log10(Math.max(number, 1)) / 3), units.length - 1);
  const format = { style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  const words = once(`bytes:${format.unit}`, (locale) => new Intl.NumberFormat(locale, format));
  return words.format(number / 1000 ** power);
}

/** "a, b e c" */
export function list(items: readonly string[]): string {
  return once('list', (locale) => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items);
}

/** "a, b, c e mais 1.234": a few names and how many more there are. */
export function listSome(items: readonly string[], most = 5): string {
  if (items.length <= most + 1) return list(items);
  const more = items.length - most;
  return list([...items.slice(0, most), t('common.more', { n: more, shown: count(more) })]);
}

/** Values for a sentence that counts: `n` chooses the plural, `shown` is read. */
export function counted(n: number): { n: number; shown: string } {
  return { n, shown: count(n) };
}

const TIMES = new Set([
  'until',
  'at',
  'since',
  'created_at',
  'expires_at',
  'data_access_expires_at',
  'evidence_at',
  'sent_at',
]);

/** Values that are codes, with the family of their words. Other values are names, ids and texts of people and Meta's. */
const FAMILIES: Readonly<Record<string, string>> = {
  account_mode: 'account_mode',
  account_status: 'account_status',
  callback_level: 'webhook_level',
  cause: 'cause',
  code_verification: 'code_verification',
  differences: 'difference',
  environment: 'environment',
  health_ability: 'health_ability',
  health_entity: 'health_entity',
  name_status: 'name_status',
  number_rule: 'number_rule',
  permission: 'permission',
  platform: 'platform',
  platform_type: 'platform_type',
  quality: 'quality',
  review_status: 'review_status',
  role: 'role',
  status: 'number_status',
  token_kind: 'token_kind',
  verdict: 'verdict',
};

function word(family: string, code: string): string {
  const key = `${family}.${code.toLowerCase()}`;
  return lookup(family === 'cause' ? `${key}.title` : key) ?? code;
}

/**
 * Value of a field or of a sentence as people read it: times as dates, codes in words whatever their case, everything
 * else as it came. A code that this version does not know is shown as Meta spells it.
 */
export function fieldValue(name: string, value: string): string {
  if (TIMES.has(name) && /^\d{10,}(\.\d+)?$/.test(value)) return dateTime(Number(value));
  const family = FAMILIES[name];
  if (!family) return value;
  return list(value.split(', ').map((code) => word(family, code)));
}

const IDENTIFIERS = new Set(['missing_permissions', 'granted_permissions', 'message']);
const META_WORDS = new Set(['health_text', 'health_solution']);

/** A line of what was read, for `Facts`. */
export function fieldFact(line: { label: string; value: string }) {
  return {
    label: tCode('field', line.label),
    value: fieldValue(line.label, line.value),
    mono: IDENTIFIERS.has(line.label),
    isMeta: META_WORDS.has(line.label),
  };
}

/** `fieldValue` for every value of a sentence. */
export function readable(params: Readonly<Record<string, string>>): Params {
  const said = Object.entries(params).filter(([, value]) => value !== '');
  return Object.fromEntries(said.map(([name, value]) => [name, fieldValue(name, value)]));
}
