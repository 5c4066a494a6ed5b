/** The proof of a channel: each part in each state, and what its buttons ask for. */
import { FakeBackend } from '$lib/backend/fake';
import {
  channelRows,
  channelView,
  diagnosis,
  outgoingView,
  probeView,
  problem,
  proofView,
  wordView,
} from '$lib/backend/samples';
import type { ChannelView, FindingView, ProofView } from '$lib/backend/backend';
import { t } from '$lib/i18n';
import { expectAccessible, renderWith } from '../../test/render';
import { cleanup, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import ProofCard from './ProofCard.svelte';

function channel(proof: Partial<ProofView>, findings: Partial<FindingView>[] = [], change: Partial<ChannelView> = {}) {
  const base = diagnosis();
  const changed = base.findings.map((one) => ({
    ...one,
    ...findings.find((other) => other.question === one.question),
  }));
  return channelView({ proof: proofView(proof), diagnosis: { ...base, findings: changed }, ...change });
}

const show = (view: ChannelView) => {
  const backend = Object.assign(new FakeBackend(), { channels: channelRows() });
  return renderWith(ProofCard, { channel: view, subject: 'Padaria Aurora' }, backend);
};
const part = (id: string) => screen.getByTestId(id);

describe('the proof of a channel', () => {
  it('says who confirmed what arrived, where that is known', async () => {
    const seen = { arrived: true, word: 'RECONECTA-ABCD9', at: Date.now(), platform: null };
    await show(channel({ incoming: { ...seen, by: 'person' } }));
    expect(part('proof-in')).toHaveTextContent(t('proof.in.by.person'));
    cleanup();
    await show(channel({ incoming: { ...seen, by: 'platform', platform: 'chatwoot' } }));
    expect(part('proof-in')).toHaveTextContent('Confirmado pelo Chatwoot.');
    cleanup();
    await show(channel({ incoming: { ...seen, by: 'a_newer_version' } }));
    expect(part('proof-in')).toHaveTextContent(/RECONECTA-ABCD9/);
    expect(part('proof-in')).not.toHaveTextContent(t('proof.in.by.person'));
  });

  it('says what to do where nothing was tested', async () => {
    const { container } = await show(channel({}));
    for (const id of ['proof-in', 'proof-out', 'proof-hook']) expect(part(id)).toHaveTextContent(t('proof.state.open'));
    expect(screen.getByText(t('proof.body', { life: t('proof.life.72') }))).toBeVisible();
    await expectAccessible(container);
  });

  it('takes its standing from the diagnosis, not from the age of a row', async () => {
    await show(
      channel({ outgoing: outgoingView() }, [
        { question: 'message_out', answer: 'yes', reason: 'delivered' },
        { question: 'message_in', answer: 'unknown', reason: 'stale' },
        { question: 'callback_answers', answer: 'no', reason: 'answered_wrongly' },
      ]),
    );
    expect(part('proof-out')).toHaveAttribute('data-standing', 'good');
    expect(part('proof-in')).toHaveAttribute('data-standing', 'old');
    expect(part('proof-hook')).toHaveAttribute('data-standing', 'bad');
  });

  it('waits for a word with a code, a link and three answers', async () => {
    const { container, backend, user } = await show(channel({ word: wordView() }));
    expect(part('word')).toHaveTextContent('RECONECTA-KF7Q2');
    expect(screen.getByRole('img', { name: t('proof.in.qr', { word: 'RECONECTA-KF7Q2' }) })).toBeVisible();
    await user.click(part('open-chat'));
    await user.click(part('word-arrived'));
    await user.click(part('word-missing'));
    await user.click(part('word-cancel'));
    expect(backend.callsOf('openChat')).toEqual([['ch-1']]);
    expect(backend.callsOf('endWord')).toEqual([
      ['ch-1', true],
      ['ch-1', false],
      ['ch-1', null],
    ]);
    await expectAccessible(container);
  });

  it('looks for the word on the platform, and says what stands in the way without taking the answers away', async () => {
    const search = { platform: 'chatwoot', since: Date.now(), goes_on: true, problem: null };
    const { container } = await show(channel({ word: { ...wordView(), search } }));
    expect(part('word-search')).toHaveTextContent('Procurando a palavra no Chatwoot…');
    await expectAccessible(container);
    cleanup();
    const problem = { code: 'unreachable', wait_seconds: null };
    await show(channel({ word: { ...wordView(), search: { ...search, problem } } }));
    expect(part('word-search')).toHaveTextContent(t('platform.problem.unreachable'));
    expect(part('word-search')).toHaveTextContent(t('proof.in.unread.goes_on'));
    expect(screen.queryByTestId('open-platform')).toBeNull();
    cleanup();
    const hidden = { code: 'inbox_hidden', wait_seconds: null };
    const stopped = { ...search, goes_on: false, problem: hidden };
    const { router, user } = await show(channel({ word: { ...wordView(), search: stopped } }));
    expect(part('word-arrived')).toBeEnabled();
    await user.click(part('open-platform'));
    expect(router.current).toEqual({ name: 'settings', section: 'platform' });
  });

  it('sends nothing before the possible price was understood', async () => {
    const { backend, user } = await show(channel({}));
    await user.click(part('send-test'));
    await user.click(part('send-now'));
    expect(screen.getByText(t('proof.send.to.empty'))).toBeVisible();
    await user.type(part('send-to'), '+55 11 91234-0001');
    await user.click(part('send-now'));
    expect(screen.getByText(t('proof.send.consent.missing'))).toBeVisible();
    expect(backend.callsOf('sendTestMessage')).toEqual([]);
    await user.click(part('send-consent'));
    await user.click(part('send-now'));
    expect(backend.callsOf('sendTestMessage')).toEqual([
      ['ch-1', '+55 11 91234-0001', { kind: 'template', name: 'hello_world', language: 'en_US' }],
    ]);
  });

  it('asks for no consent where nothing can be charged', async () => {
    const { backend, user } = await show(channel({}));
    await user.click(part('send-test'));
    await user.type(part('send-to'), '+55 11 91234-0001');
    await user.click(part('send-text'));
    await user.click(part('send-now'));
    expect(backend.callsOf('sendTestMessage')[0]?.[2]).toEqual({
      kind: 'text',
      text: t('proof.send.words.default'),
    });
  });

  it('keeps the dialog open with the reason when Meta refuses', async () => {
    const { backend, user } = await show(channel({}));
    backend.obstacle = problem({ cause: 'template_unusable', next: 'open_whatsapp_manager' });
    await user.click(part('send-test'));
    await user.type(part('send-to'), '+55 11 91234-0001');
    await user.click(part('send-consent'));
    await user.click(part('send-now'));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(t('cause.template_unusable.title'));
    expect(screen.getByRole('dialog')).toBeVisible();
  });

  it('says whom a handshake contacts before it is made', async () => {
    const { backend, user } = await show(channel({ verify_token_kept: false }));
    await user.click(part('probe'));
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent('atendimento.example.com');
    expect(backend.callsOf('probeCallback')).toEqual([]);
    await user.type(part('probe-token'), 'segredo');
    await user.click(part('probe-now'));
    expect(backend.callsOf('probeCallback')).toEqual([['ch-1', 'segredo']]);
  });

  it('shows where the way to the webhook ends, with a text for the technician', async () => {
    const { container } = await show(channel({ probe: probeView() }));
    const hook = within(part('proof-hook'));
    expect(hook.getByText(t('probe.redirected'))).toBeVisible();
    expect(hook.getByText(/https:\/\/login\.example\.com\//)).toBeVisible();
    expect(hook.getByRole('button', { name: t('proof.hook.copy') })).toBeVisible();
    expect(hook.getAllByRole('listitem')).toHaveLength(5);
    await expectAccessible(container);
  });

  it('has no handshake where nobody knows whom to ask', async () => {
    await show(channel({ callback: null, callback_host: null }));
    expect(part('probe')).toBeDisabled();
    expect(part('proof-hook')).toHaveTextContent(t('proof.hook.unknown'));
  });

  it('follows a message, and offers to look again where its delivery is not known', async () => {
    const { backend, user, container } = await show(channel({ outgoing: outgoingView({ state: 'accepted' }) }));
    await user.click(part('look-at-message'));
    expect(backend.callsOf('followTestMessage')).toEqual([['ch-1']]);
    await expectAccessible(container);
  });

  it('tells why a message failed and what helps', async () => {
    const failed = outgoingView({
      state: 'failed',
      why: '(#131042) Business eligibility payment issue',
      problem: problem({ cause: 'payment_problem', actor: 'business_admin', next: 'open_billing' }),
    });
    await show(channel({ outgoing: failed }));
    const out = within(part('proof-out'));
    expect(out.getByRole('heading', { name: t('cause.payment_problem.title') })).toBeVisible();
    expect(out.getByTestId('problem-next')).toBeVisible();
  });

  it('lets an attendant look only', async () => {
    await show(channel({}, [], { can_change: false }));
    for (const id of ['ask-word', 'send-test', 'probe']) expect(part(id)).toBeDisabled();
  });
});
