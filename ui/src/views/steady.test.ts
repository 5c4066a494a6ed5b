/** What somebody is about to press does not move away under them, wherever the engine's news move things. */
import { FakeBackend } from '$lib/backend/fake';
import { channelRow, channelView, homeView } from '$lib/backend/samples';
import ChannelList from '$features/channels/ChannelList.svelte';
import { renderWith } from '../test/render';
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import ChannelView from './ChannelView.svelte';
import HomeView from './HomeView.svelte';

/** Names of what the engine knows first, and then. */
const [BEFORE, AFTER] = ['Loja Moema', 'Loja Osasco'];

const rows = (name: string) => [channelRow({ id: 'ch-1', name })];

function told(backend: FakeBackend, name: string): void {
  backend.home = homeView({ broken: rows(name) });
  backend.channels = rows(name);
  backend.channelPages = new Map([['ch-1', channelView({ row: channelRow({ id: 'ch-1', name }) })]]);
}

it.each([
  ['the first screen', 'homeView', (backend: FakeBackend) => renderWith(HomeView, {}, backend)],
  [
    'the list of channels',
    'channelsView',
    (backend: FakeBackend) => renderWith(ChannelList, { onadd: () => undefined }, backend),
  ],
  ["a channel's page", 'channelView', (backend: FakeBackend) => renderWith(ChannelView, { id: 'ch-1' }, backend)],
] as const)('%s waits while a pointer moves, and shows the news after the press', async (_where, read, open) => {
  const backend = new FakeBackend();
  told(backend, BEFORE);
  await open(backend);
  const [pressed] = await screen.findAllByTestId('reconnect');
  if (!pressed) throw new Error('there is nothing to press');
  const readings = backend.callsOf(read).length;

  await fireEvent.pointerMove(pressed, { clientX: 1, clientY: 1 });
  told(backend, AFTER);
  backend.pushChannels();
  await waitFor(() => expect(backend.callsOf(read).length).toBeGreaterThan(readings));
  await new Promise((done) => setTimeout(done));
  expect(screen.getAllByText(BEFORE).length).toBeGreaterThan(0);
  expect(screen.queryByText(AFTER)).toBeNull();

  await fireEvent.click(pressed);
  expect(backend.callsOf('startAttempt')).toEqual([['ch-1']]);
  await waitFor(() => expect(screen.getAllByText(AFTER).length).toBeGreaterThan(0));
});
