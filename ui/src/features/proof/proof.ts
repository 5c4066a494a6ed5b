import type { DiagnosisView, IncomingView, OutgoingView, ProbeView, ProofView } from '$lib/backend/backend';
import { dateTime, relative } from '$lib/format';
import { lookup, t, tCode } from '$lib/i18n';
import type { Tone } from '$ui/tone';

/** How a part of the proof stands. */
export type Standing = 'good' | 'bad' | 'open' | 'old' | 'pending' | 'unclear';

export const tones: Readonly<Record<Standing, Tone>> = {
  good: 'good',
  bad: 'bad',
  open: 'neutral',
  old: 'neutral',
  pending: 'pending',
  unclear: 'warn',
};

/** As the diagnosis judges it: evidence that is too old, or older than a change, proves nothing. */
export function standing(diagnosis: DiagnosisView | null, question: string): Standing {
  const finding = diagnosis?.findings.find((one) => one.question === question);
  if (!finding) return 'open';
  if (finding.answer === 'yes') return 'good';
  if (finding.answer === 'no') return 'bad';
  if (finding.reason === 'stale') return 'old';
  return ['no_evidence', 'not_asked', 'unreachable', 'refused'].includes(finding.reason) ? 'open' : 'unclear';
}

export function incomingText(incoming: IncomingView | null): string {
  if (!incoming) return t('proof.in.none');
  const values = { word: incoming.word ?? '', when: relative(incoming.at) };
  const seen = incoming.arrived ? t('proof.in.arrived', values) : t('proof.in.missing', values);
  const platform = incoming.platform === null ? '' : tCode('platform', incoming.platform);
  return [seen, lookup(`proof.in.by.${incoming.by}`, { platform })].filter(Boolean).join(' ');
}

export function outgoingText(outgoing: OutgoingView | null): string {
  if (!outgoing) return t('proof.out.none');
  const values = { to: outgoing.to ?? '', when: relative(outgoing.at) };
  if (outgoing.state === 'accepted' && outgoing.following) return t('proof.out.following', { to: values.to });
  return lookup(`proof.out.${outgoing.state}`, values) ?? t('proof.out.accepted', values);
}

/** What the callback did with Meta's event about the message. */
export function eventText(outgoing: OutgoingView): string | undefined {
  if (outgoing.callback_took === null) return undefined;
  return outgoing.callback_took ? t('proof.out.took') : t('proof.out.missed');
}

export function probeText(proof: ProofView): string {
  if (!proof.callback_host) return t('proof.hook.unknown');
  return proof.probe ? tCode('probe', proof.probe.end) : t('proof.hook.none');
}

/** What was met on the way, beside the sentence. */
export function probeFacts(probe: ProbeView): string[] {
  const facts = [
    probe.host ? t('proof.hook.asked', { host: probe.host, when: dateTime(probe.at) }) : dateTime(probe.at),
    probe.redirect ? t('proof.hook.redirect', { to: probe.redirect }) : undefined,
    probe.http_status === null ? undefined : t('proof.hook.status', { status: probe.http_status.toString() }),
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** Stages as the list of steps shows them. */
export function probeSteps(probe: ProbeView): { key: string; label: string; state: string }[] {
  const states: Readonly<Record<string, string>> = { passed: 'done', failed: 'failed', unclear: 'unknown' };
  return probe.stages.map(({ stage, state }) => ({
    key: stage,
    label: tCode('probe_stage', stage),
    state: states[state] ?? 'waiting',
  }));
}

/** Text for whoever runs the server. */
export function probeReport(proof: ProofView, probe: ProbeView, subject: string): string {
  const stages = probeSteps(probe).map((step) => `${step.label}: ${tCode('step_state', step.state)}`);
  return [subject, proof.callback, tCode('probe', probe.end), ...probeFacts(probe), ...stages]
    .filter((line) => line !== null)
    .join('\n');
}
