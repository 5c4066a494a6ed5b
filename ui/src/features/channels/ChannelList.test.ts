/** Many channels: search, filters, and a selection that knows the data and not what is drawn. */
import { FakeBackend } from '$lib/backend/fake';
import { channelRow, channelRows, problem } from '$lib/backend/samples';
import type { ChannelRowView } from '$lib/backend/backend';
import { counted } from '$lib/format';
import { t } from '$lib/i18n';
import { expectAccessible, renderWith } from '../../test/render';
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import ChannelList from './ChannelList.svelte';
import { listingOf } from './listing.svelte';

const show = (channels: ChannelRowView[]) =>
  renderWith(ChannelList, { onadd: () => undefined }, Object.assign(new FakeBackend(), { channels }));
const fleet = (size: number) =>
  Array.from({ length: size }, (_, index) =>
    channelRow({ id: `n-${index}`, name: `Loja ${index}`, main_action: index % 2 ? 'repair' : 'reconnect' }),
  );
const part = (id: string) => screen.getByTestId(id);

describe('a selection of channels', () => {
  it('is reconnected with one login', async () => {
    const { backend, user, router, container } = await show(channelRows());
    await user.click(await screen.findByTestId('select'));
    expect(part('bulk-reconnect')).toBeDisabled();
    await user.click(part('choose-ch-1'));
    await user.click(part('choose-ch-2'));
    expect(part('selection')).toHaveTextContent(t('channels.selected', counted(2)));
    await expectAccessible(container);
    await user.click(part('bulk-reconnect'));
    expect(backend.callsOf('startBatch')).toEqual([[['ch-1', 'ch-2']]]);
    expect(router.current).toEqual({ name: 'attempt' });
  });

  it('takes all of ten thousand, not only those that are drawn', async () => {
    const { backend, user } = await show(fleet(10_000));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('select-all'));
    expect(part('selection')).toHaveTextContent(t('channels.selected', counted(10_000)));
    await user.click(part('bulk-check'));
    expect(backend.callsOf('checkChannels')[0]?.[0]).toHaveLength(10_000);
  });

  it('takes what a search leaves, and keeps it when the search changes', async () => {
    const { user } = await show(fleet(30));
    await user.click(await screen.findByTestId('select'));
    await user.type(part('channel-search'), 'Loja 29');
    await user.click(part('select-all'));
    await user.clear(part('channel-search'));
    expect(part('selection')).toHaveTextContent(t('channels.selected', counted(1)));
  });

  it('takes a range with the shift key', async () => {
    const { user } = await show(fleet(10));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('choose-n-2'));
    await user.keyboard('{Shift>}');
    await user.click(part('choose-n-5'));
    await user.keyboard('{/Shift}');
    expect(part('selection')).toHaveTextContent(t('channels.selected', counted(4)));
  });

  it('ends with Escape', async () => {
    const { user } = await show(fleet(3));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('choose-n-1'));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('selection')).toBeNull();
  });

  it('repairs what needs no login, and names what could not be', async () => {
    const { backend, user, router } = await show(fleet(4));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('select-all'));
    backend.obstacle = problem({ cause: 'app_not_subscribed' });
    await user.click(part('bulk-repair'));
    expect(backend.callsOf('repairChannel')).toEqual([['n-1'], ['n-3']]);
    const report = within(await screen.findByTestId('repair-report'));
    expect(report.getByText(t('channels.bulk.repair.result', { repaired: '0', total: '2' }))).toBeVisible();
    await user.click(report.getByText('Loja 3'));
    expect(router.current).toEqual({ name: 'channel', id: 'n-3' });
  });

  it('offers a login for those that only a login helps', async () => {
    const { backend, user } = await show(fleet(4));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('select-all'));
    backend.obstacle = problem({ next: 'log_in' });
    await user.click(part('bulk-repair'));
    await user.click(await screen.findByTestId('reconnect-failed'));
    expect(backend.callsOf('startBatch')).toEqual([[['n-1', 'n-3']]]);
  });

  it('shows only what somebody else has to do', async () => {
    const { user } = await show(channelRows());
    await user.selectOptions(await screen.findByTestId('actor-filter'), 'business_admin');
    expect(screen.getAllByTestId('channel-row')).toHaveLength(1);
  });
});

describe('channels of several portfolios', () => {
  const place = (id: string, name: string) => ({ id, name });
  const spread = (size: number) =>
    Array.from({ length: size }, (_, index) =>
      channelRow({
        id: `n-${index}`,
        name: `Loja ${index}`,
        account: place(`a${index % 4}`, `Conta ${index % 4}`),
        portfolio: place(`p${index % 2}`, index % 2 ? 'Grupo Sul' : 'Grupo Norte'),
      }),
    );

  it('can be narrowed to a portfolio or an account, and are chosen as such', async () => {
    const { user } = await show(spread(20));
    await user.click(await screen.findByTestId('place-filter'));
    await user.selectOptions(part('place-filter'), 'p:p1');
    expect(screen.getAllByTestId('channel-row')).toHaveLength(10);
    await user.selectOptions(part('place-filter'), 'a:a2');
    expect(screen.getAllByTestId('channel-row')).toHaveLength(5);
    expect(screen.getByText(t('channels.count_of', { found: '5', total: '20' }))).toBeVisible();
    await user.click(part('clear-filters'));
    await expect.poll(() => screen.getAllByTestId('channel-row')).toHaveLength(20);
  });

  it('stand under their headings from thirty on, which fold and choose them', async () => {
    const { user, container } = await show(spread(40));
    await expect.poll(() => screen.queryAllByTestId('portfolio')).toHaveLength(2);
    await user.click(part('select'));
    await user.click(part('choose-portfolio-p1'));
    expect(part('selection')).toHaveTextContent(t('channels.selected', counted(20)));
    await expectAccessible(container);
    await user.click(screen.getByRole('button', { name: /Grupo Sul/ }));
    expect(screen.getAllByTestId('channel-row')).toHaveLength(20);
    await user.click(part('group'));
    expect(screen.queryByTestId('portfolio')).toBeNull();
    expect(screen.getAllByTestId('channel-row')).toHaveLength(40);
  });

  it('get their headings together, once it is known where all of them are', async () => {
    const rows = spread(40);
    const verdict = { code: 'unknown' as const, until: null, read_at: null };
    const unread = rows.map((row) => ({ ...row, portfolio: null, account: null, verdict }));
    const { session, backend } = await show(unread);
    expect(await screen.findAllByTestId('channel-row')).not.toHaveLength(0);
    session.round = { done: 1, total: 40, stopping: false };
    backend.channels = [...rows.slice(0, 1), ...unread.slice(1)];
    session.channelsRevision += 1;
    expect(await screen.findByTestId('group')).toHaveAttribute('aria-pressed', 'false');
    expect(screen.queryAllByTestId('portfolio')).toHaveLength(0);
    backend.channels = rows;
    session.channelsRevision += 1;
    await expect.poll(() => screen.queryAllByTestId('portfolio')).toHaveLength(2);
    // One that a later round finds nowhere leaves the others where they are.
    backend.channels = [...unread.slice(0, 1), ...rows.slice(1)];
    session.channelsRevision += 1;
    await expect.poll(() => screen.queryAllByTestId('portfolio')).toHaveLength(3);
  });

  it('need no such choice where there is only one', async () => {
    await show(fleet(3));
    await screen.findByTestId('channel-search');
    expect(screen.queryByTestId('place-filter')).toBeNull();
    expect(screen.queryByTestId('group')).toBeNull();
  });

  it('are as they were left when somebody comes back', async () => {
    const { user, session, backend } = await show(spread(20));
    await user.type(await screen.findByTestId('channel-search'), 'Loja 1');
    expect(listingOf(session).wanted.text).toBe('Loja 1');
    backend.app = { ...backend.app, environment: 'production' };
    session.show(backend.app);
    expect(listingOf(session).wanted.text, 'other channels, other search').toBe('');
  });
});

describe('a round of checks', () => {
  it('tells how far it is and can be ended', async () => {
    const { backend, user, session } = await show(channelRows());
    await screen.findByTestId('select');
    backend.pushRound({ done: 2, total: 5, stopping: false });
    expect(await screen.findByText(t('channels.round', { done: '2', total: '5' }))).toBeVisible();
    expect(screen.getByRole('progressbar')).toHaveAttribute('value', '2');
    await user.click(part('stop-round'));
    expect(backend.callsOf('stopChecks')).toHaveLength(1);
    backend.pushRound({ done: 2, total: 5, stopping: true });
    expect(await screen.findByText(t('channels.round.stopping'))).toBeVisible();
    expect(part('stop-round')).toBeDisabled();
    backend.pushRound(null);
    await waitFor(() => expect(screen.queryByTestId('round')).toBeNull());
    expect(session.round).toBeNull();
  });
});
