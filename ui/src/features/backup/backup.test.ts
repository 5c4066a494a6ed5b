/** Backups: how they stand, what is told when one fails, and the ways on. */
import { FakeBackend } from '$lib/backend/fake';
import type { AppView } from '$lib/backend/backend';
import { appView } from '$lib/backend/samples';
import { dateTime } from '$lib/format';
import { t } from '$lib/i18n';
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { expectAccessible, renderWith } from '../../test/render';
import BackupCard from './BackupCard.svelte';
import BackupNotice from './BackupNotice.svelte';

const YESTERDAY = Date.now() - 86_400_000;
const engine = (change: Partial<AppView>) => Object.assign(new FakeBackend(), { app: appView(change) });
const failed = (problem: 'history_damaged' | 'disk_full' | 'not_writable') =>
  engine({ backup: { made_at: YESTERDAY, problem } });

describe('backups', () => {
  it('are shown with the time of the newest, and made again by hand', async () => {
    const { backend, user, container } = await renderWith(BackupCard, {}, engine({}));
    expect(screen.queryByTestId('new-history')).toBeNull();
    await user.click(screen.getByTestId('back-up'));
    expect(backend.callsOf('storageBackUp')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: t('storage.open_folder') }));
    expect(backend.callsOf('openFolder')).toEqual([['data']]);
    await expectAccessible(container);
  });

  it('say so where there is none yet', async () => {
    await renderWith(BackupCard, {}, engine({ backup: { made_at: null, problem: null } }));
    expect(screen.getByTestId('backup-last')).toHaveTextContent(t('backup.none'));
  });

  it.each(['history_damaged', 'disk_full', 'not_writable'] as const)(
    'that failed are told with the way to the next step: %s',
    async (problem) => {
      const { user, router, container } = await renderWith(BackupNotice, {}, failed(problem));
      const notice = await screen.findByTestId('backup-notice');
      expect(notice).toHaveTextContent(t(`backup.problem.${problem}`));
      expect(notice).toHaveTextContent(t(`backup.problem.${problem}.body`));
      await expectAccessible(container);
      await user.click(screen.getByTestId('see-backup'));
      expect(router.current).toEqual({ name: 'settings', section: 'security' });
    },
  );

  it('that failed are no notice any more once one was made', async () => {
    const { session, backend } = await renderWith(BackupNotice, {}, failed('disk_full'));
    expect(await screen.findByTestId('backup-notice')).toBeVisible();
    session.show(await backend.storageBackUp());
    await waitFor(() => expect(screen.queryByTestId('backup-notice')).toBeNull());
  });

  it('of a damaged history end in a new one, after a question that says what stays', async () => {
    const { backend, user, container } = await renderWith(BackupCard, {}, failed('history_damaged'));
    expect(screen.getByTestId('backup-last')).toHaveTextContent(t('backup.last', { when: dateTime(YESTERDAY) }));
    await user.click(screen.getByTestId('new-history'));
    expect(await screen.findByRole('dialog', { name: t('backup.new_history.question') })).toHaveTextContent(
      t('backup.new_history.body'),
    );
    await expectAccessible(container);
    expect(backend.callsOf('storageNewHistory')).toHaveLength(0);
    await user.click(screen.getByTestId('confirm-new-history'));
    await waitFor(() => expect(screen.queryByTestId('new-history')).toBeNull());
    expect(backend.callsOf('storageNewHistory')).toHaveLength(1);
  });

  it('say no more of what failed before once a new history was started', async () => {
    const { backend, user } = await renderWith(BackupCard, {}, failed('history_damaged'));
    backend.failNext('storageBackUp', { code: 'history_damaged' });
    await user.click(screen.getByTestId('back-up'));
    expect(await screen.findByText(t('error.history_damaged'))).toBeVisible();
    await user.click(screen.getByTestId('new-history'));
    await user.click(await screen.findByTestId('confirm-new-history'));
    await waitFor(() => expect(screen.queryByText(t('error.history_damaged'))).toBeNull());
  });

  it('are seen by an attendant, who starts no new history', async () => {
    const operator = { role: 'attendant', has_password: true, can_change: false } as const;
    const backend = engine({ operator, backup: { made_at: YESTERDAY, problem: 'history_damaged' } });
    await renderWith(BackupCard, {}, backend);
    expect(screen.getByTestId('new-history')).toBeDisabled();
    expect(screen.getByTestId('back-up')).toBeEnabled();
  });
});
