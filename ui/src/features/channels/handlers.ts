import type { ChannelRowView } from '$lib/backend/backend';
import type { NextHandlers } from '$features/problem/next';
import type { Router } from '$lib/router.svelte';
import type { Session } from '$lib/session.svelte';
import { repair } from './repair';

const REPAIRED_IN_THE_WIZARD = [
  'log_in',
  'other_account',
  'use_token',
  'enter_pin',
  'set_new_pin',
  'request_code',
  'enter_code',
  'register',
  'choose_number',
] as const;

/** What the next steps of a channel's causes do outside of the wizard. */
export function channelHandlers(row: ChannelRowView, session: Session, router: Router): NextHandlers {
  const reconnect = async () => {
    await session.startAttempt(row.id);
    router.go({ name: 'attempt' });
  };
  const mend = () => repair(session.backend, row.id);
  const check = () => session.backend.checkChannel(row.id);
  return {
    ...Object.fromEntries(REPAIRED_IN_THE_WIZARD.map((step) => [step, reconnect])),
    subscribe: mend,
    restore_callback: mend,
    check_again: check,
    retry: check,
    wait_until: check,
    open_phone_app: check,
    update_platform: () => router.go({ name: 'channel', id: row.id }),
    send_test: check,
  };
}
