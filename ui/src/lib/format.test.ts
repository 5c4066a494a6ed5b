import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clockTime, counted, dateTime, fieldValue, readable, relative, shortDateTime } from './format';
import { lookup, resolveLocale, setLocale, t } from './i18n';

const noon = new Date(2026, 2, 3, 12, 0).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
  setLocale('pt-BR');
});
afterEach(() => {
  vi.useRealTimers();
  setLocale('pt-BR');
});

describe('relative times', () => {
  it.each([
    [noon - 20_000, 'agora mesmo'],
    [noon - 5 * MINUTE, 'há 5 minutos'],
    [noon - 3 * 60 * MINUTE, 'há 3 horas'],
    [noon - DAY, 'ontem'],
    [noon + 2 * DAY, 'depois de amanhã'],
    [null, 'nunca'],
  ])('%s is “%s”', (time, words) => expect(relative(time)).toBe(words));

  it('follow the language', () => {
    setLocale('en');
    expect(relative(noon - 5 * MINUTE)).toBe('5 minutes ago');
  });
});

describe('short dates', () => {
  it('name today and yesterday', () => {
    expect(shortDateTime(noon - 60 * MINUTE)).toBe('hoje, 11:00');
    expect(shortDateTime(noon - DAY)).toBe('ontem, 12:00');
  });
  it('have the year only where it is another', () => {
    expect(shortDateTime(noon - 30 * DAY)).not.toContain('2026');
    expect(shortDateTime(noon - 400 * DAY)).toContain('2025');
  });
  it.each([
    ['pt-BR', '1 de mar., 04:05'],
    ['en', 'Mar 1, 4:05 AM'],
    ['es', '1 mar, 4:05'],
  ] as const)('tell the time of another day as that of today, in %s', (locale, words) => {
    setLocale(locale);
    const early = new Date(2026, 2, 1, 4, 5).getTime();
    expect(shortDateTime(early).replace(/\s/g, ' ')).toBe(words);
    expect(shortDateTime(early + 2 * DAY)).toContain(clockTime(early));
  });
});

describe('values of the engine', () => {
  it('become dates where the name says so', () => {
    expect(fieldValue('expires_at', String(noon))).toBe(dateTime(noon));
    expect(fieldValue('number_id', '106540352242922')).toBe('106540352242922');
  });
  it('take their own words where there are some', () => {
    expect(fieldValue('number_rule', 'brazil_ninth_digit')).toBe(t('number_rule.brazil_ninth_digit'));
  });
  it('are never a code of Meta’s, whatever its case', () => {
    const rows = [
      ['status', 'CONNECTED', 'conectado'],
      ['platform_type', 'CLOUD_API', 'Cloud API'],
      ['name_status', 'AVAILABLE_WITHOUT_REVIEW', 'em uso, sem análise'],
      ['account_mode', 'SANDBOX', 'número de teste'],
      ['health_entity', 'PHONE_NUMBER', 'número'],
      ['review_status', 'LIMIT_REACHED', 'limite de análises atingido'],
      ['quality', 'NA', 'ainda sem avaliação'],
      ['role', 'EMPLOYEE', 'funcionário'],
      ['differences', 'token, verify_token', 'acesso e token de verificação'],
      ['callback_level', 'app', 'o do app da Meta'],
    ] as const;
    for (const [name, value, words] of rows) expect(fieldValue(name, value)).toBe(words);
  });
  it('stay as they came where they are names, and codes of tomorrow too', () => {
    expect(fieldValue('channel', 'rollback')).toBe('rollback');
    expect(fieldValue('status', 'OF_TOMORROW')).toBe('OF_TOMORROW');
  });
  it('leave out what is empty, which a sentence shows as a dash', () => {
    expect(readable({ person: '' })).toEqual({});
    expect(t('channel.history.person', readable({ person: '' }))).toContain('—');
  });
});

describe('the catalogue', () => {
  it('knows plurals', () => {
    expect(t('channels.count', counted(1))).toBe('1 canal');
    expect(t('channels.count', { n: '3', shown: '3' })).toBe('3 canais');
    expect(t('channels.count', counted(1_000_000))).toBe('1.000.000 canais');
  });
  it('says when a code has no sentence', () => expect(lookup('cause.of_tomorrow.title')).toBeUndefined());
  it('resolves the language of the system to one that exists', () => {
    expect(resolveLocale('system', ['pt-PT', 'en'])).toBe('pt-BR');
    expect(resolveLocale('system', ['de', 'es-AR'])).toBe('es');
    expect(resolveLocale('system', ['de'])).toBe('pt-BR');
    expect(resolveLocale('en', ['pt-BR'])).toBe('en');
  });
});
