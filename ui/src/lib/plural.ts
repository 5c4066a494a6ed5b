/** Takes the place of the catalogue's own `registry.js` (see `vite.config.ts`), which makes the rules anew for each sentence. */

const rules = new Map<string, Intl.PluralRules>();

/** The plural category of a number, or of a text of digits. Rules hold memory that the web view does not count. */
export function plural(locale: string, input: unknown, options: Intl.PluralRulesOptions = {}): Intl.LDMLPluralRule {
  const key = JSON.stringify([locale, options]);
  const known = rules.get(key) ?? new Intl.PluralRules(locale, options);
  rules.set(key, known);
  return known.select(Number(input));
}
