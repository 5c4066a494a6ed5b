/** An outage in sentences. */
import type { MomentView, OutageView, TraceView, WhoView } from '$lib/backend/backend';
import { dateTime } from '$lib/format';
import { lookup, t, tCode } from '$lib/i18n';

function moment(family: string, moment: MomentView): string {
  return tCode(family, moment.certainty, { at: dateTime(moment.at) });
}

/** Since when, and when it still worked where the moment is not exact. */
export function began(outage: OutageView): string {
  const { certainty, not_before } = outage.began;
  const earlier =
    certainty !== 'exact' && not_before !== null ? t('outage.not_before', { at: dateTime(not_before) }) : '';
  return `${moment('outage.began', outage.began)} ${earlier}`.trim();
}

/** Until when. */
export function ended(outage: OutageView): string {
  return outage.ended ? moment('outage.ended', outage.ended) : t('outage.lasts');
}

/** A local profile is a code, everybody else has a name. */
function nameOf(who: WhoView): string | null {
  return who.kind === 'here' && who.name ? tCode('role_name', who.name) : who.name;
}

/** Who did it. */
export function author(outage: OutageView): string {
  if (!outage.who) return t('outage.who.unknown');
  return lookup(`outage_who.${outage.who.kind}`, { name: nameOf(outage.who) }) ?? t('outage.who.unknown');
}

/** What a line of the timeline tells. */
export function told(trace: TraceView): string {
  switch (trace.kind) {
    case 'change':
      return lookup(`change.${trace.code}`) ?? t('change.other', { kind: trace.code });
    case 'check':
      return t('outage_trace.check', { verdict: tCode('verdict', trace.code) });
    case 'act':
      return tCode('event', trace.code);
    case 'evidence':
      return tCode('evidence', trace.code);
    default:
      return t('outage_trace.token_ended');
  }
}

/** What belongs to a line beside its sentence. */
export function beside(trace: TraceView): string {
  const name = trace.who ? nameOf(trace.who) : null;
  const by = name ? t('outage_trace.by', { name }) : trace.who?.kind === 'meta' ? t('outage_trace.meta') : undefined;
  const cause = trace.cause ? lookup(`cause.${trace.cause}.title`) : undefined;
  const beginning = trace.is_beginning ? t('outage.beginning') : undefined;
  return [by, cause, beginning].filter(Boolean).join(' · ');
}
