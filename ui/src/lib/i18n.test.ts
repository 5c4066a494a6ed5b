import { m } from '$paraglide/messages.js';
import { afterEach, describe, expect, it } from 'vitest';
import { hasMessage, locales, setLocale, t, type MessageKey } from './i18n';

afterEach(() => setLocale('pt-BR'));

describe('the catalogue of one language', () => {
  it.each(locales)('has every sentence under the name of its key: %s', (locale) => {
    setLocale(locale);
    const missing = Object.keys(m).filter((key) => !hasMessage(key));
    expect(missing).toEqual([]);
  });

  it('says of each key what the catalogue of all languages says', () => {
    const whole = m as unknown as Record<string, (params: object, options: object) => string>;
    for (const locale of locales) {
      setLocale(locale);
      const told = Object.keys(m).map((key) => t(key as MessageKey, { n: 2 }));
      const expected = Object.keys(m).map((key) => whole[key]?.(new Proxy({ n: 2 }, named), { locale }));
      expect(told).toEqual(expected);
    }
  });
});

const named: ProxyHandler<object> = { get: (params, name) => Reflect.get(params, name) ?? '—' };
