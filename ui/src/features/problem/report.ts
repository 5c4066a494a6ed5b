import type { ProblemView, TechnicalView } from '$lib/backend/backend';
import { hasCome } from '$lib/clock.svelte';
import { dateTime, readable, shortDateTime } from '$lib/format';
import { lookup, t, tCode } from '$lib/i18n';

interface Fact {
  label: string;
  value: string;
  mono?: boolean;
  isMeta?: boolean;
}

/** Meta's own words and numbers as label and value. */
export function technicalFacts(technical: TechnicalView): Fact[] {
  const facts: (Omit<Fact, 'value'> & { value: string | null })[] = [
    { label: t('technical.code'), value: technical.code?.toString() ?? null },
    { label: t('technical.subcode'), value: technical.subcode?.toString() ?? null },
    { label: t('technical.message'), value: technical.message, isMeta: true },
    { label: t('technical.solution'), value: technical.solution, isMeta: true },
    { label: t('technical.trace_id'), value: technical.trace_id, mono: true },
    { label: t('technical.http_status'), value: technical.http_status?.toString() ?? null },
    { label: t('technical.at'), value: technical.at === null ? null : dateTime(technical.at) },
  ];
  return facts.filter((fact): fact is Fact => fact.value !== null);
}

/** The cause in one plain sentence. */
export function causeTitle(problem: ProblemView): string {
  return lookup(`cause.${problem.cause}.title`, readable(problem.params)) ?? problem.cause;
}

/** The cause explained. */
export function causeBody(problem: ProblemView): string | undefined {
  return lookup(`cause.${problem.cause}.body`, readable(problem.params));
}

/** Until when trying again is of no use; `null` when that time is over, or when none was told. */
export function waitEnd({ until }: ProblemView): number | null {
  return until !== null && !hasCome(until) ? until : null;
}

/** The wait in one sentence, where one lasts. */
export function waitWords(problem: ProblemView): string | undefined {
  const end = waitEnd(problem);
  if (end === null) return undefined;
  const when = shortDateTime(end);
  return problem.next === 'wait_until' ? t('problem.wait_until', { when }) : t('problem.retry_from', { when });
}

/** The next step; a finding is handed to the one who can act on it. */
export function nextWords(problem: ProblemView): string {
  const { next, actor, params } = problem;
  if (next === 'hand_off' && actor === 'technician') return t('next.hand_off.technician');
  if (next === 'wait_until') {
    const end = waitEnd(problem);
    return end === null ? t('next.wait_until') : t('next.wait_until.from', { when: shortDateTime(end) });
  }
  return tCode('next', next, readable(params));
}

/** What only Meta knows: the reason and the remedy of a block that has no words of ours. */
export function metaFacts({ cause, technical }: ProblemView): Fact[] {
  if (cause !== 'health_blocked' && cause !== 'health_limited') return [];
  const said = technical?.message;
  const suggested = technical?.solution;
  return [
    { label: t('problem.meta_says'), value: said || t('problem.meta_silent'), isMeta: Boolean(said) },
    ...(suggested ? [{ label: t('problem.meta_suggests'), value: suggested, isMeta: true }] : []),
  ];
}

/** What to do on the phone, in order, where the cause has such steps. */
export function causeSteps(problem: ProblemView): string[] {
  const steps: string[] = [];
  for (;;) {
    const step = lookup(`cause.${problem.cause}.step.${steps.length + 1}`, readable(problem.params));
    if (step === undefined) return steps;
    steps.push(step);
  }
}

/** Text for somebody else: what was found, who can act, and the details a technician asks for. */
export function problemText(problem: ProblemView, subject?: string): string {
  const lines = [
    subject,
    causeTitle(problem),
    causeBody(problem),
    waitWords(problem),
    ...causeSteps(problem).map((step, index) => `${index + 1}. ${step}`),
    problem.params.command,
    tCode('actor', problem.actor),
    `${t('problem.next')}: ${nextWords(problem)}`,
    `${t('problem.code')}: ${problem.cause}`,
    ...(problem.technical ? technicalFacts(problem.technical).map((fact) => `${fact.label}: ${fact.value}`) : []),
  ];
  return lines.filter((line): line is string => Boolean(line)).join('\n');
}
