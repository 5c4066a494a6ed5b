/**
 * The text catalogue. Sentences are only ever taken from here; codes of the engine are looked up by their key. Of the three
 * languages only the one in use is loaded: all of them were two thirds of what a start had to read.
 */
import type { m } from '$paraglide/messages.js';
import { baseLocale, locales, type Locale } from '$paraglide/runtime.js';
import { current, type Catalogue } from './locale.svelte';

export type { Locale };
export { locales };

/** Values for a sentence. Numbers choose the plural; texts of digits do so too. */
export type Params = Readonly<Record<string, string | number | null | undefined>>;
/** A key that is spelled out in the code; a missing one does not compile. */
export type MessageKey = keyof typeof m;

const files: Readonly<Record<Locale, () => Promise<unknown>>> = {
  'pt-BR': () => import('$paraglide/messages/pt-BR.js'),
  en: () => import('$paraglide/messages/en.js'),
  es: () => import('$paraglide/messages/es.js'),
};
const loaded = new Map<Locale, Catalogue>();
/** The language that was asked for last; its catalogue may still be on its way. */
let wanted: Locale = current.locale;

/** The compiled sentence of a key: keys are lower-case words with points, and a name of JavaScript has no points. */
const message = (key: string) => current.catalogue[key.replaceAll('.', '_')];

/** Makes a language ready to be switched to. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (!loaded.has(locale)) loaded.set(locale, (await files[locale]()) as Catalogue);
}

/** A value that the engine left out must not appear as "undefined" in a sentence. */
const complete: ProxyHandler<Params> = { get: (params, name) => Reflect.get(params, name) ?? '—' };

/** The sentence of `key` in the present language; the reader is told again when the language changes. */
export function t(key: MessageKey, params: Params = {}): string {
  return message(key)?.(new Proxy(params, complete)) ?? key;
}

/** The sentence of a key that is put together from a code, such as `cause.${cause}.title`; undefined if there is none. */
export function lookup(key: string, params: Params = {}): string | undefined {
  return message(key)?.(new Proxy(params, complete));
}

/** Like `lookup`; a code that this version does not know is shown as it came. */
export function tCode(family: string, code: string, params: Params = {}): string {
  return lookup(`${family}.${code}`, params) ?? code;
}

/** Whether the catalogue has `key`. */
export function hasMessage(key: string): boolean {
  return message(key) !== undefined;
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

/** Switches every sentence at once, as soon as they are loaded, and tells assistive technology through `lang`. */
export function setLocale(locale: Locale): void {
  wanted = locale;
  const catalogue = loaded.get(locale);
  if (!catalogue) {
    void loadLocale(locale).then(() => {
      if (wanted === locale) setLocale(locale);
    });
    return;
  }
  current.locale = locale;
  current.catalogue = catalogue;
  document.documentElement.lang = locale;
}

/** The present language. */
export function getLocale(): Locale {
  return current.locale;
}
