import './styles/app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from './lib/backend/backend';

async function backend(): Promise<Backend> {
  if (__SCRIPTED__) return (await import('./lib/backend/scenes')).sceneBackend();
  return (await import('./lib/backend/tauri')).tauriBackend;
}

const target = document.getElementById('app');
if (target) mount(App, { target, props: { backend: await backend() } });
