/** The text catalogue. Sentences are only ever taken from here; codes of the engine are looked up by their key. */
import { m } from '$paraglide/messages.js';
import { baseLocale, locales, overwriteGetLocale, type Locale } from '$paraglide/runtime.js';
import { current } from './locale.svelte';

export type { Locale };
export { locales };

/** Values for a sentence. Numbers choose the plural; texts of digits do so too. */
export type Params = Readonly<Record<string, string | number | null | undefined>>;
/** A key that is spelled out in the code; a missing one does not compile. */
export type MessageKey = keyof typeof m;

type Message = (params: Params) => string;
const catalogue = m as unknown as Record<string, Message | undefined>;

overwriteGetLocale(() => current.locale);

/** A value that the engine left out must not appear as "undefined" in a sentence. */
const complete: ProxyHandler<Params> = { get: (params, name) => Reflect.get(params, name) ?? '—' };

/** The sentence of `key` in the present language; the reader is told again when the language changes. */
export function t(key: MessageKey, params: Params = {}): string {
  return catalogue[key]?.(new Proxy(params, complete)) ?? key;
}

/** The sentence of a key that is put together from a code, such as `cause.${cause}.title`; undefined if there is none. */
export function lookup(key: string, params: Params = {}): string | undefined {
  return catalogue[key]?.(new Proxy(params, complete));
}

/** Like `lookup`; a code that this version does not know is shown as it came. */
export function tCode(family: string, code: string, params: Params = {}): string {
  return lookup(`${family}.${code}`, params) ?? code;
}

/** Whether the catalogue has `key`. */
export function hasMessage(key: string): boolean {
  return key in catalogue;
}

/** Language to use for a preference of `pt-BR`, `en`, `es` or `system`. */
export function resolveLocale(preference: string, system: readonly string[] = navigator.languages): Locale {
  const wanted = preference === 'system' ? system : [preference];
  for (const tag of wanted) {
    const language = tag.split('-')[0]?.toLowerCase();
    const found = locales.find((locale) => locale.split('-')[0] === language);
    if (found) return found;
  }
  return baseLocale;
}

/** Switches every sentence at once and tells assistive technology through `lang`. */
export function setLocale(locale: Locale): void {
  current.locale = locale;
  document.documentElement.lang = locale;
}

/** The present language. */
export function getLocale(): Locale {
  return current.locale;
}
