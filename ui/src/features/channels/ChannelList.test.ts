/** Many channels: search, filters, and a selection that knows the data and not what is drawn. */
import { FakeBackend } from '$lib/backend/fake';
import { channelRow, channelRows, problem } from '$lib/backend/samples';
import type { ChannelRowView } from '$lib/backend/backend';
import { t } from '$lib/i18n';
import { expectAccessible, renderWith } from '../../test/render';
import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import ChannelList from './ChannelList.svelte';

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
    expect(part('selection')).toHaveTextContent(t('channels.selected', { n: 2 }));
    await expectAccessible(container);
    await user.click(part('bulk-reconnect'));
    expect(backend.callsOf('startBatch')).toEqual([[['ch-1', 'ch-2']]]);
    expect(router.current).toEqual({ name: 'attempt' });
  });

  it('takes all of ten thousand, not only those that are drawn', async () => {
    const { backend, user } = await show(fleet(10_000));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('select-all'));
    expect(part('selection')).toHaveTextContent(t('channels.selected', { n: 10_000 }));
    await user.click(part('bulk-check'));
    expect(backend.callsOf('checkChannels')[0]?.[0]).toHaveLength(10_000);
  });

  it('takes what a search leaves, and keeps it when the search changes', async () => {
    const { user } = await show(fleet(30));
    await user.click(await screen.findByTestId('select'));
    await user.type(part('channel-search'), 'Loja 29');
    await user.click(part('select-all'));
    await user.clear(part('channel-search'));
    expect(part('selection')).toHaveTextContent(t('channels.selected', { n: 1 }));
  });

  it('takes a range with the shift key', async () => {
    const { user } = await show(fleet(10));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('choose-n-2'));
    await user.keyboard('{Shift>}');
    await user.click(part('choose-n-5'));
    await user.keyboard('{/Shift}');
    expect(part('selection')).toHaveTextContent(t('channels.selected', { n: 4 }));
  });

  it('ends with Escape', async () => {
    const { user } = await show(fleet(3));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('choose-n-1'));
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('selection')).toBeNull();
  });

  it('repairs what needs no login, and names what could not be', async () => {
    const { backend, user } = await show(fleet(4));
    await user.click(await screen.findByTestId('select'));
    await user.click(part('select-all'));
    backend.obstacle = problem({ cause: 'app_not_subscribed' });
    await user.click(part('bulk-repair'));
    expect(backend.callsOf('repairChannel')).toEqual([['n-1'], ['n-3']]);
    expect(await screen.findByText(t('channels.bulk.not_repaired', { names: 'Loja 1 e Loja 3' }))).toBeVisible();
  });

  it('shows only what somebody else has to do', async () => {
    const { user } = await show(channelRows());
    await user.selectOptions(await screen.findByTestId('actor-filter'), 'business_admin');
    expect(screen.getAllByTestId('channel-row')).toHaveLength(1);
  });
});
