/** Scripted views by name, to look at a screen in a browser: `npm run dev:fake`, then `/?scene=home`. */
import type { AppView } from './backend';
import { FakeBackend } from './fake';
import { appView, channelRows, connectionView, homeView } from './samples';

const apps: Readonly<Record<string, Partial<AppView>>> = {
  first: { environment: null },
  vault: { vault: 'unavailable' },
  vault_passphrase: { vault: 'passphrase_needed' },
  vault_locked: { vault: 'locked' },
  vault_missing: { vault: 'key_missing' },
  vault_changed: { vault: 'key_changed' },
  damaged: { storage_problem: { kind: 'damaged', backup_at: Date.now() - 86_400_000 } },
  newer: { storage_problem: { kind: 'newer' } },
  busy: { storage_problem: { kind: 'busy' } },
  attendant: { operator: { role: 'attendant', has_password: true, can_change: false } },
  production: { environment: 'production', connection_ready: false },
  unfinished: {
    unfinished: {
      attempt: 'at-1',
      channel_name: 'Padaria Aurora',
      can_resume: true,
      stopped_at: Date.now() - 3_600_000,
    },
  },
};

/** The engine of the scene that the address names. */
export function sceneBackend(address: URL = new URL(location.href)): FakeBackend {
  const scene = address.searchParams.get('scene') ?? 'home';
  const backend = new FakeBackend();
  backend.channels = channelRows();
  backend.app = appView({
    ...apps[scene],
    preferences: {
      language: address.searchParams.get('lang') ?? 'pt-BR',
      theme: address.searchParams.get('theme') ?? 'system',
    },
  });
  if (scene === 'empty') {
    backend.channels = [];
    backend.home = homeView({ total: 0, need_you: 0, broken: [], checked_at: null });
  }
  if (scene === 'fine') backend.home = homeView({ need_you: 0, broken: [] });
  if (backend.app.environment === 'demonstration') backend.connection = connectionView({ provided: true, ready: true });
  return backend;
}
