import { describe, expect, it, vi } from 'vitest';
import { plural } from './plural';
import { t } from './i18n';

describe('plural', () => {
  it('follows the rules of the language', () => {
    expect([0, 1, 2].map((n) => plural('en', n))).toEqual(['other', 'one', 'other']);
    expect([0, 1, 2].map((n) => plural('pt-BR', n))).toEqual(['one', 'one', 'other']);
    expect(plural('en', '1')).toBe('one');
    expect(plural('en', 2, { type: 'ordinal' })).toBe('two');
  });

  it('is what sentences ask, and makes the rules of a language once', () => {
    t('channels.count', { n: 1 });
    const made = vi.spyOn(Intl, 'PluralRules');
    expect(t('channels.count', { n: 1 })).not.toBe(t('channels.count', { n: 2 }));
    expect(made).not.toHaveBeenCalled();
  });
});
