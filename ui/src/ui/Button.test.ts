import { CommandFailure } from '$lib/backend/backend';
import { t } from '$lib/i18n';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, it, vi } from 'vitest';
import Button from './Button.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>Save</span>' }));

it('shows a refusal below itself and takes it back on the next press', async () => {
  const onclick = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new CommandFailure({ code: 'busy' }))
    .mockResolvedValueOnce();
  render(Button, { children, onclick });
  const user = userEvent.setup();

  await user.click(screen.getByRole('button'));
  expect(await screen.findByRole('alert')).toHaveTextContent(t('error.busy'));
  expect(screen.getByRole('button')).toHaveAttribute('data-state', 'failed');

  await user.click(screen.getByRole('button'));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

it('hands a refusal over when somebody takes it', async () => {
  const onfailure = vi.fn();
  render(Button, { children, onfailure, onclick: () => Promise.reject(new Error('x')) });
  await userEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(onfailure).toHaveBeenCalledOnce());
  expect(screen.queryByRole('alert')).toBeNull();
});

it('does not submit twice while busy', async () => {
  const onclick = vi.fn();
  render(Button, { children, onclick, busy: true });
  await userEvent.click(screen.getByRole('button'));
  expect(onclick).not.toHaveBeenCalled();
});

it('is at least as wide while it works as it was when pressed', async () => {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(120);
  let end = () => {};
  const work = new Promise<void>((resolve) => (end = resolve));
  render(Button, { children, onclick: () => work });
  const button = screen.getByRole('button');
  await userEvent.click(button);
  expect(button.style.minInlineSize).toBe('120px');
  end();
  await waitFor(() => expect(button.style.minInlineSize).toBe(''));
});
