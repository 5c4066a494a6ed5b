import { createContext } from 'svelte';

/** Sections of *Ajustes > Conta*. */
export type SettingsSection =
  'overview' | 'account' | 'channels' | 'connection' | 'platform' | 'security' | 'appearance' | 'about';

export type Route =
  | { name: 'home' }
  | { name: 'settings'; section: SettingsSection }
  | { name: 'new_channel' }
  | { name: 'channel'; id: string; at?: 'proof' }
  | { name: 'attempt' };

/** Which screen is shown. Going back works by the mouse's and the keyboard's own ways too. */
export class Router {
  current: Route;
  /** How many screens lie behind the present one. */
  depth = $state(0);

  constructor(opening: Route = { name: 'home' }) {
    this.current = $state.raw(opening);
  }

  /** Follows the window's history until the returned function is called. */
  start(): () => void {
    history.replaceState({ route: this.#plain(), depth: 0 }, '');
    const follow = (event: PopStateEvent) => {
      const state = event.state as { route: Route; depth: number } | null;
      if (!state?.route) return;
      this.current = state.route;
      this.depth = state.depth;
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }

  go(route: Route): void {
    if (same(route, this.current)) return;
    this.current = route;
    this.depth += 1;
    history.pushState({ route: this.#plain(), depth: this.depth }, '');
  }

  /** Shows `route` where the present screen was, so that going back does not return to it. */
  replace(route: Route): void {
    this.current = route;
    history.replaceState({ route: this.#plain(), depth: this.depth }, '');
  }

  /** One screen back, or to `otherwise` when this is the first one. */
  back(otherwise: Route): void {
    if (this.depth > 0) history.back();
    else this.replace(otherwise);
  }

  #plain(): Route {
    return { ...this.current };
  }
}

function same(one: Route, other: Route): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export const [getRouter, setRouter] = createContext<Router>();
