/** A row of evidence: what happened, and beside it who says so. */
import type { EvidenceView } from '$lib/backend/backend';
import { t } from '$lib/i18n';
import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import EvidenceList from './EvidenceList.svelte';

const told = (evidence: Omit<EvidenceView, 'at' | 'bearing'>) =>
  render(EvidenceList, { evidence: [{ bearing: 'for', ...evidence, at: Date.now() }] }).container;

describe('a row of evidence', () => {
  it('names the platform that shows the word', () => {
    const params = { by: 'platform', platform: 'chatwoot', reference: 'RECONECTA-ABCD9' };
    const row = told({ kind: 'message_received', details: ['word_by_platform'], params });
    expect(row).toHaveTextContent(t('evidence.message_received'));
    expect(row).toHaveTextContent('Palavra RECONECTA-ABCD9, encontrada no Chatwoot');
  });

  it('tells several things in one line', () => {
    const params = { to: '…0001', why: '(#131042) Payment issue' };
    const row = told({ kind: 'message_failed', details: ['to', 'why'], params });
    expect(row).toHaveTextContent('Para …0001 · Motivo dado pela Meta: (#131042) Payment issue');
  });

  it('has a sign of its own where it speaks against the channel', () => {
    const rows = ['for', 'against', 'neither'].map((bearing) => ({
      ...{ kind: 'message_failed', details: [], params: {}, at: Date.now() },
      bearing,
    }));
    const { container } = render(EvidenceList, { evidence: rows });
    const drawn = [...container.querySelectorAll('.sign')].map((sign) => sign.innerHTML);
    expect(new Set(drawn).size).toBe(3);
    expect(container.querySelectorAll('.against')).toHaveLength(1);
  });

  it('has no second line where there is nothing to tell', () => {
    const row = told({ kind: 'live_read', details: [], params: {} });
    expect(row.querySelectorAll('.told > span')).toHaveLength(1);
  });
});
