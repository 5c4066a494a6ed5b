import { afterEach, describe, expect, it } from 'vitest';
import { CommandFailure, type EngineError } from './backend/backend';
import { failureText } from './failure';
import { locales, setLocale } from './i18n';

afterEach(() => setLocale('pt-BR'));

const limits: readonly (readonly [EngineError, string])[] = [
  [{ code: 'password_too_short', min: 8 }, '8'],
  [{ code: 'passphrase_too_short', min: 12 }, '12'],
  [{ code: 'too_long', max: 128 }, '128'],
];

describe.each(locales)('a refused password or passphrase in %s', (locale) => {
  it.each(limits)('says the limit of $code', (error, limit) => {
    setLocale(locale);
    expect(failureText(new CommandFailure(error)).match(/\d+/g)).toEqual([limit]);
  });

  it('says that a password is easily guessed', () => {
    setLocale(locale);
    const guessable = failureText(new CommandFailure({ code: 'password_guessable' }));
    const short = failureText(new CommandFailure({ code: 'password_too_short', min: 8 }));
    expect(guessable).not.toBe(short);
    expect(guessable).not.toBe(failureText(new Error('anything else')));
  });
});
