/** Scripted views by name, to look at a screen in a browser: `npm run dev:fake`, then `/?scene=home&lang=en&theme=dark`. */
import type { Route } from '../router.svelte';
import type { AppView, AttemptView } from './backend';
import { FakeBackend } from './fake';
import { outageView } from './outage-samples';
import { appView, channelRow, channelRows, connectionView, homeOf, homeView } from './samples';

const apps: Readonly<Record<string, Partial<AppView>>> = {
  first: { environment: null },
  vault: { vault: 'unavailable' },
  vault_passphrase: { vault: 'passphrase_needed' },
  vault_locked: { vault: 'locked' },
  vault_missing: { vault: 'key_missing' },
  vault_changed: { vault: 'key_changed' },
  damaged: { storage_problem: { kind: 'damaged', backup_at: Date.now() - 86_400_000 } },
  newer: { storage_problem: { kind: 'newer' } },
  no_backup: { backup: { made_at: Date.now() - 3 * 86_400_000, problem: 'history_damaged' } },
  busy: { storage_problem: { kind: 'busy' } },
  managed: {
    environment: 'production',
    managed: {
      values: [
        { key: 'environment', value: 'production', locked: true, source: '/etc/reconecta/policy.d/10-company.json' },
        { key: 'check_every_hours', value: '6', locked: true, source: '/etc/reconecta/policy.d/10-company.json' },
        { key: 'language', value: 'pt-BR', locked: false, source: '/etc/reconecta/policy.d/10-company.json' },
        { key: 'app_id', value: '634974688087057', locked: true, source: '/etc/reconecta/policy.d/20-meta.json' },
        { key: 'route', value: 'backend', locked: true, source: '/etc/reconecta/policy.d/20-meta.json' },
        {
          key: 'proxy',
          value: 'http://proxy.example.com:3128',
          locked: true,
          source: '/etc/reconecta/policy.d/10-company.json',
        },
      ],
      warnings: [
        {
          source: '/etc/reconecta/policy.d/20-meta.json',
          key: 'graph_version',
          code: 'wrong_value',
          expected: 'v26.0',
        },
      ],
    },
    notices: ['clock_wrong'],
  },
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

const attempts = import.meta.glob<{ attemptScenes: Record<string, AttemptView> }>('../../features/attempt/scenes.ts', {
  eager: true,
});

function attemptOf(name: string): AttemptView | null {
  const [family, which = ''] = name.split(':');
  if (family !== 'attempt') return null;
  return Object.values(attempts)[0]?.attemptScenes[which] ?? null;
}

/** The engine and the first screen that the address names: `scene`, `at` (a route as JSON), `lang` and `theme`. */
export function scene(address: URL): { backend: FakeBackend; opening?: Route } {
  const query = address.searchParams;
  const name = query.get('scene') ?? 'home';
  const backend = new FakeBackend();
  backend.channels = channelRows();
  backend.app = appView({
    ...apps[name],
    preferences: { language: query.get('lang') ?? 'pt-BR', theme: query.get('theme') ?? 'system' },
  });
  if (name === 'empty') {
    backend.channels = [];
    backend.home = homeView({ ...homeOf('fine'), total: 0, checked_at: null });
  }
  if (name === 'outage') backend.outages.set('ch-1', outageView());
  if (name === 'many') {
    backend.channels = Array.from({ length: 10_000 }, (_, index) =>
      channelRow({
        id: `ch-${index}`,
        name: `Loja ${index + 1}`,
        account: { id: `33018273${index % 500}`, name: `Conta ${(index % 500) + 1}` },
        portfolio: { id: `110022${index % 20}`, name: `Grupo ${(index % 20) + 1}` },
      }),
    );
  }
  if (name === 'fine') backend.home = homeView(homeOf('fine'));
  if (name === 'waiting') {
    const { unsettled, waiting, unknown } = homeView();
    backend.home = homeView({ ...homeOf('waiting'), unsettled, waiting, unknown });
  }
  if (backend.app.environment === 'demonstration') {
    backend.connection = connectionView({ provided: true, ready: true });
  }
  backend.attempt = attemptOf(name);
  const at = query.get('at');
  if (at) return { backend, opening: JSON.parse(at) as Route };
  return backend.attempt ? { backend, opening: { name: 'attempt' } } : { backend };
}
