import type { VaultView } from '$lib/backend/backend';

const CLOSED: readonly VaultView[] = ['passphrase_needed', 'unavailable', 'locked', 'key_missing', 'key_changed'];

/** Whether the person has to do something before secrets can be used. */
export function needsPerson(vault: VaultView): boolean {
  return CLOSED.includes(vault);
}
