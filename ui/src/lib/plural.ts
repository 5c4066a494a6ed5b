/** Takes the place of the catalogue's own `registry.js` (see `vite.config.ts`), which makes the rules anew for each sentence. */
import { keep } from './kept';

/** The plural category of a number, or of a text of digits. */
export function plural(locale: string, input: unknown, options: Intl.PluralRulesOptions = {}): Intl.LDMLPluralRule {
  const rules = keep(locale, `plural:${JSON.stringify(options)}`, () => new Intl.PluralRules(locale, options));
  return rules.select(Number(input));
}
