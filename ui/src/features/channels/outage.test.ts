import { FakeBackend } from '$lib/backend/fake';
import { outageView } from '$lib/backend/outage-samples';
import type { OutageView } from '$lib/backend/backend';
import { dateTime } from '$lib/format';
import { t } from '$lib/i18n';
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { testPhases } from '../../test/phases';
import { renderWith } from '../../test/render';
import { author, began, beside, ended, told } from './outage';
import OutageCard from './OutageCard.svelte';

function engine(outage: OutageView | null = outageView()): FakeBackend {
  const backend = new FakeBackend();
  if (outage) backend.outages.set('ch-1', outage);
  return backend;
}

const props = { id: 'ch-1', readAt: null };

describe('an outage in sentences', () => {
  it('says how well the beginning is known', () => {
    const at = 1_795_368_600_000;
    const since = (certainty: string) => began(outageView({ began: { at, certainty, not_before: at - 3_600_000 } }));
    expect(since('exact')).toBe(t('outage.began.exact', { at: dateTime(at) }));
    expect(since('at_latest')).toContain(t('outage.not_before', { at: dateTime(at - 3_600_000) }));
    expect(since('unknown')).toContain(t('outage.began.unknown', { at: dateTime(at) }));
  });

  it('names nobody without a record', () => {
    expect(author(outageView({ who: null }))).toBe(t('outage.who.unknown'));
    expect(author(outageView())).toContain('Bruno Lima');
    expect(author(outageView({ who: { kind: 'here', name: 'administrator' } }))).toContain(
      t('role_name.administrator'),
    );
  });

  it('tells whether it is over', () => {
    expect(ended(outageView())).toBe(t('outage.lasts'));
    const over = { at: 1_795_368_600_000, certainty: 'exact', not_before: null };
    expect(ended(outageView({ ended: over }))).toBe(t('outage.ended.exact', { at: dateTime(over.at) }));
  });

  it('tells each kind of line, and keeps a code that nobody knows', () => {
    const line = { at: 0, cause: null, who: null, is_beginning: false };
    expect(told({ ...line, kind: 'change', code: 'billing_updated' })).toBe(t('change.billing_updated'));
    expect(told({ ...line, kind: 'change', code: 'of_tomorrow' })).toContain('of_tomorrow');
    expect(told({ ...line, kind: 'act', code: 'rolled_back' })).toBe(t('event.rolled_back'));
    expect(told({ ...line, kind: 'evidence', code: 'message_received' })).toBe(t('evidence.message_received'));
    expect(told({ ...line, kind: 'token_ended', code: 'token_ended' })).toBe(t('outage_trace.token_ended'));
    expect(beside({ ...line, kind: 'check', code: 'blocked', cause: 'number_banned', is_beginning: true })).toContain(
      t('outage.beginning'),
    );
  });
});

describe('the card', () => {
  it('shows since when, why and by whom', async () => {
    await renderWith(OutageCard, props, engine());
    const card = await screen.findByTestId('outage');
    expect(card).toHaveTextContent('Bruno Lima');
    expect(card).toHaveTextContent(t('change.api_access_revoked'));
    expect(card).toHaveTextContent(t('outage_loss.incoming'));
  });

  it('says what to tell the team, as the report does', async () => {
    await renderWith(OutageCard, props, engine());
    const advice = await screen.findByRole('region', { name: t('outage.advice') });
    expect(advice).toHaveTextContent(t('outage_advice.use_other_way'));
    expect(advice).toHaveTextContent(t('outage_advice.ask_customers'));
  });

  it('has no advice where there is none', async () => {
    await renderWith(OutageCard, props, engine(outageView({ advice: [] })));
    await screen.findByTestId('outage');
    expect(screen.queryByText(t('outage.advice'))).toBeNull();
  });

  it('is not there where nothing ever broke', async () => {
    const { backend } = await renderWith(OutageCard, props, engine(null));
    await waitFor(() => expect(backend.callsOf('outageView')).toHaveLength(1));
    expect(screen.queryByTestId('outage')).toBeNull();
  });

  it('says when Meta keeps its log to itself', async () => {
    await renderWith(OutageCard, props, engine(outageView({ meta_log: 'refused' })));
    expect(await screen.findByText(t('outage_log.refused'))).toBeVisible();
  });

  it('says nothing was saved where the person changed their mind', async () => {
    const backend = engine();
    backend.savedAs = null;
    const { user } = await renderWith(OutageCard, props, backend);
    await user.click(await screen.findByTestId('save-report'));
    await waitFor(() => expect(backend.callsOf('saveOutageReport')).toEqual([['ch-1', 'pdf']]));
    expect(screen.queryByText(t('report.saved', { name: 'relatorio.pdf' }))).toBeNull();
  });

  testPhases('save as PDF', OutageCard, props, {
    command: 'saveOutageReport',
    testid: 'save-report',
    backend: () => engine(),
  });
  testPhases('save as a page', OutageCard, props, {
    command: 'saveOutageReport',
    testid: 'save-report-html',
    backend: () => engine(),
  });
});
