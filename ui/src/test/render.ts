/** Renders a component as the app does: with an engine, a session and a router in context. */
import { FakeBackend } from '$lib/backend/fake';
import { setRouter, Router } from '$lib/router.svelte';
import { Session, setSession } from '$lib/session.svelte';
import { render } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import type { Component, ComponentProps } from 'svelte';
import { expect } from 'vitest';
import Stage from './Stage.svelte';

export interface Rendered {
  backend: FakeBackend;
  session: Session;
  router: Router;
  user: ReturnType<typeof userEvent.setup>;
  container: HTMLElement;
}

/** Scripted engine first, then the component; the session has its first answers when this resolves. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any component can be rendered
export async function renderWith<C extends Component<any>>(
  component: C,
  props: ComponentProps<C>,
  backend = new FakeBackend(),
  frame: 'main' | 'window' = 'main',
): Promise<Rendered> {
  const session = new Session(backend);
  const router = new Router();
  await session.start();
  const provide = () => {
    setSession(session);
    setRouter(router);
  };
  const { container } = render(Stage, { props: { component, inner: props, provide, frame } });
  return { backend, session, router, container, user: userEvent.setup() };
}

/** Fails with the rule and the element of everything that assistive technology would stumble over. */
export async function expectAccessible(container: Element): Promise<void> {
  // Colours need a real layout; the run in the real window measures them.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  const found = violations.map(
    (violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(' ')}`,
  );
  expect(found).toEqual([]);
}
