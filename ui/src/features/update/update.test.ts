import { FakeBackend } from '$lib/backend/fake';
import { appView } from '$lib/backend/samples';
import { updateOffer, updateView } from '$lib/backend/update-samples';
import type { UpdateStage } from '$lib/backend/backend';
import { t } from '$lib/i18n';
import { screen, waitFor } from '@testing-library/svelte';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testPhases } from '../../test/phases';
import { expectAccessible, renderWith } from '../../test/render';
import UpdateCard from './UpdateCard.svelte';
import { problemText } from './problem';

const offered = updateView({ stage: 'available', offer: updateOffer(), checked_at: Date.now() });
const engine =
  (change: Partial<FakeBackend> = {}) =>
  () =>
    Object.assign(new FakeBackend(), change);

describe('updates', () => {
  testPhases('look', UpdateCard, {}, { command: 'checkUpdate', testid: 'check-update', backend: engine() });
  testPhases(
    'install',
    UpdateCard,
    {},
    { command: 'installUpdate', testid: 'install-update', backend: engine({ update: offered }) },
  );
  testPhases(
    'open the page',
    UpdateCard,
    {},
    {
      command: 'openUpdatePage',
      testid: 'open-update-page',
      backend: engine({ update: { ...offered, offer: updateOffer({ way: 'page', size: 0 }) } }),
    },
  );
  testPhases(
    'restart',
    UpdateCard,
    {},
    {
      command: 'restartForUpdate',
      testid: 'restart-for-update',
      backend: engine({ update: { ...offered, stage: 'installed' } }),
    },
  );
  testPhases(
    'cancel',
    UpdateCard,
    {},
    {
      command: 'cancelUpdate',
      testid: 'cancel-update',
      backend: engine({ update: { ...offered, stage: 'downloading' } }),
    },
  );

  it('nobody is asked until the person asks', async () => {
    const { backend, user } = await renderWith(UpdateCard, {}, engine()());
    await user.click(await screen.findByTestId('check-update'));
    expect(await screen.findByTestId('up-to-date')).toBeVisible();
    expect(backend.callsOf('checkUpdate')).toHaveLength(1);
  });

  it('notes are text: markup is shown as it was written', async () => {
    const { container } = await renderWith(UpdateCard, {}, engine({ update: offered })());
    const notes = await screen.findByTestId('update-notes');
    expect(notes.textContent).toContain('<b>problema</b>');
    expect(container.querySelector('b')).toBeNull();
  });

  it('later puts the offer away, and looking again brings it back', async () => {
    const backend = engine({ update: offered, afterCheck: offered })();
    const { user } = await renderWith(UpdateCard, {}, backend);
    await user.click(await screen.findByTestId('update-later'));
    expect(screen.queryByTestId('install-update')).toBeNull();
    await user.click(screen.getByTestId('check-update'));
    expect(await screen.findByTestId('install-update')).toBeVisible();
  });

  it('an attendant sees the version and no button that installs it', async () => {
    const app = appView({ operator: { role: 'attendant', has_password: true, can_change: false } });
    await renderWith(UpdateCard, {}, engine({ app, update: offered })());
    expect(await screen.findByText(t('update.attendant'))).toBeVisible();
    expect(screen.queryByTestId('install-update')).toBeNull();
  });

  it('a copy of a package manager is led to the page', async () => {
    const update = { ...offered, offer: updateOffer({ way: 'page', size: 0 }) };
    await renderWith(UpdateCard, {}, engine({ update })());
    expect(await screen.findByText(t('update.page_body'))).toBeVisible();
    expect(screen.queryByTestId('install-update')).toBeNull();
  });

  it('progress is read out by its name and moves', async () => {
    const backend = engine({ update: { ...offered, stage: 'downloading' } })();
    await renderWith(UpdateCard, {}, backend);
    const bar = await screen.findByRole('progressbar', { name: t('update.downloading', { version: '0.2.0' }) });
    backend.pushUpdate({ received: 2_125_000 });
    await waitFor(() => expect(bar).toHaveAttribute('value', '2125000'));
  });

  it.each(['no_key', 'policy'] as const)('a copy without updates says why: %s', async (off) => {
    await renderWith(UpdateCard, {}, engine({ update: updateView({ stage: 'off', off }) })());
    expect(await screen.findByTestId('updates-off')).toHaveTextContent(t(`update.off.${off}`));
    expect(screen.queryByTestId('check-update')).toBeNull();
  });

  it.each([
    'idle',
    'checking',
    'up_to_date',
    'available',
    'downloading',
    'waiting',
    'installing',
    'installed',
  ] as const)('can be used with assistive technology: %s', async (stage: UpdateStage) => {
    const problem = { code: 'expired', at: Date.UTC(2026, 10, 1) };
    const { container } = await renderWith(UpdateCard, {}, engine({ update: { ...offered, stage, problem } })());
    await screen.findByTestId('update-problem');
    await expectAccessible(container);
  });
});

describe('the reasons of the engine', () => {
  const sources = ['../src-tauri/crates/core/src/update/refusal.rs', '../src-tauri/crates/update/src/problem.rs'];
  const codes = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/=> "(\w+)"/g)].map((found) => found[1] ?? ''),
  );

  it('are the closed lists', () => expect(codes.length).toBeGreaterThan(20));

  it.each(codes)('%s has a sentence', (code) => {
    const text = problemText({ code, at: Date.UTC(2026, 10, 1) });
    expect(text).not.toBe(t('error.unexpected'));
    expect(text).not.toContain('—');
  });
});
