import './styles/app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from './lib/backend/backend';
import type { Route } from './lib/router.svelte';

interface Stage {
  backend: Backend;
  /** First screen; *Início* without one. */
  opening?: Route;
}

async function stage(): Promise<Stage> {
  if (__SCRIPTED__) return (await import('./lib/backend/scenes')).scene(new URL(location.href));
  return { backend: (await import('./lib/backend/tauri')).tauriBackend };
}

const target = document.getElementById('app');
if (target) mount(App, { target, props: { ...(await stage()) } });
