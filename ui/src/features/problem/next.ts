/** Next steps that work from every screen. Others (`log_in`, `enter_pin`, ...) belong to the screen that shows the cause. */
import type { Backend, LinkCode } from '$lib/backend/backend';
import type { Route, Router } from '$lib/router.svelte';

const links: Readonly<Record<string, LinkCode>> = {
  open_facebook: 'facebook',
  open_security_center: 'security_center',
  open_billing: 'payment_settings',
  open_whatsapp_manager: 'whatsapp_manager',
  open_business_support: 'business_support',
  open_app_dashboard: 'app_dashboard',
};

const routes: Readonly<Record<string, Route>> = {
  open_meta_connection: { name: 'settings', section: 'connection' },
  open_security: { name: 'settings', section: 'security' },
  open_account: { name: 'settings', section: 'account' },
  update_app: { name: 'settings', section: 'about' },
};

/** What the button of a next step does: opens a page outside, shows a screen, or copies a text for somebody else. */
export type NextAction =
  { kind: 'run'; run: () => unknown; external: boolean } | { kind: 'copy'; what: 'hand_off' | 'report' };

/** Steps of the screen itself, by their code. */
export type NextHandlers = Partial<Readonly<Record<string, () => unknown>>>;

/** The action of `next`, or nothing where waiting or the person's phone is the way. */
export function nextAction(next: string, own: NextHandlers, backend: Backend, router: Router): NextAction | undefined {
  const handler = own[next];
  if (handler) return { kind: 'run', run: handler, external: false };
  const link = links[next];
  if (link) return { kind: 'run', run: () => backend.openLink(link), external: true };
  const route = routes[next];
  if (route) return { kind: 'run', run: () => router.go(route), external: false };
  if (next === 'hand_off') return { kind: 'copy', what: 'hand_off' };
  if (next === 'contact_support') return { kind: 'copy', what: 'report' };
  return undefined;
}
