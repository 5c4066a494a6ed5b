/** Every action has three phases that a person can tell apart: idle, busy and failed. */
import type { FakeBackend } from '$lib/backend/fake';
import { t } from '$lib/i18n';
import { screen, waitFor } from '@testing-library/svelte';
import type { Component, ComponentProps } from 'svelte';
import { expect, it } from 'vitest';
import { renderWith, type Rendered } from './render';

interface Action {
  /** Command that the action gives. */
  command: Parameters<FakeBackend['hold']>[0];
  /** What its button is found by. */
  testid: string;
  backend?: () => FakeBackend;
  /** What has to be done before the button can be pressed. */
  before?: (rendered: Rendered) => Promise<void>;
}

/** Three tests for one action of `component`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any component can be rendered
export function testPhases<C extends Component<any>>(
  name: string,
  component: C,
  props: ComponentProps<C>,
  action: Action,
): void {
  const open = async () => {
    const rendered = await renderWith(component, props, action.backend?.());
    const button = () => screen.getByTestId(action.testid);
    await action.before?.(rendered);
    await screen.findByTestId(action.testid);
    return { ...rendered, button };
  };

  it(`${name}: idle until it is pressed`, async () => {
    const { backend, button } = await open();
    expect(button()).toHaveAttribute('data-state', 'idle');
    expect(backend.callsOf(action.command)).toHaveLength(0);
  });

  it(`${name}: busy while it runs, and pressed only once`, async () => {
    const { backend, button, user } = await open();
    const release = backend.hold(action.command);
    await user.click(button());
    expect(button()).toHaveAttribute('data-state', 'busy');
    await user.click(button());
    expect(backend.callsOf(action.command)).toHaveLength(1);
    release();
    await waitFor(() => expect(screen.queryByTestId(action.testid)?.dataset.state ?? 'idle').toBe('idle'));
  });

  it(`${name}: a refusal is told and nothing is left behind`, async () => {
    const { backend, button, session, user } = await open();
    const before = session.app;
    backend.failNext(action.command, { code: 'storage' });
    await user.click(button());
    expect(await screen.findByText(t('error.storage'))).toBeVisible();
    expect(session.app).toEqual(before);
  });
}
