import { afterEach, expect, it } from 'vitest';
import type { ProblemView } from '$lib/backend/backend';
import { setLocale } from '$lib/i18n';
import { metaFacts, nextWords, problemText } from './report';

const blocked: ProblemView = {
  cause: 'health_blocked',
  actor: 'business_admin',
  next: 'open_whatsapp_manager',
  until: null,
  params: {},
  technical: {
    code: 141099,
    subcode: null,
    trace_id: null,
    message: 'The account is asleep.',
    solution: 'Wake it up.',
    http_status: null,
    at: null,
  },
};

afterEach(() => setLocale('pt-BR'));

it('a block without words of ours shows Meta’s reason and remedy, named and marked as Meta’s', () => {
  expect(metaFacts(blocked)).toEqual([
    { label: 'O que a Meta diz', value: 'The account is asleep.', isMeta: true },
    { label: 'O que a Meta sugere', value: 'Wake it up.', isMeta: true },
  ]);
  expect(problemText(blocked)).toContain('Sugestão da Meta: Wake it up.');
});

it('a block without any reason says so', () => {
  const silent = { ...blocked, technical: null };
  expect(metaFacts(silent)).toEqual([
    { label: 'O que a Meta diz', value: 'A Meta não disse o motivo.', isMeta: false },
  ]);
});

it('a finding is handed to the one who can act on it', () => {
  const handed = { ...blocked, next: 'hand_off' };
  expect(nextWords(handed)).toBe('Copiar para quem administra');
  expect(nextWords({ ...handed, actor: 'technician' })).toBe('Copiar para o técnico');
});

it('other causes have words of their own', () => {
  expect(metaFacts({ ...blocked, cause: 'payment_problem' })).toEqual([]);
});
