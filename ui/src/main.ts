import './styles/app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { loadLocale, resolveLocale, setLocale } from './lib/i18n';
import type { Backend } from './lib/backend/backend';
import { tauriBackend } from './lib/backend/tauri';
import type { Route } from './lib/router.svelte';
import { Session } from './lib/session.svelte';

interface Stage {
  backend: Backend;
  /** First screen; *Início* without one. */
  opening?: Route;
}

async function stage(): Promise<Stage> {
  if (__SCRIPTED__) return (await import('./lib/backend/scenes')).scene(new URL(location.href));
  return { backend: tauriBackend };
}

/** Until the person's own choice is known, the system's language. */
async function speak(): Promise<void> {
  const locale = resolveLocale('system');
  await loadLocale(locale);
  setLocale(locale);
}

const target = document.getElementById('app');
if (target) {
  const { backend, opening } = await stage();
  const session = new Session(backend);
  // The engine is asked while the sentences are read; a failure is told by whoever waits for the answers.
  const started = session.start();
  started.catch(() => undefined);
  await speak();
  mount(App, { target, props: { session, started, opening } });
}
