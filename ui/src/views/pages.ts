/** Screens that a start does not need: each is read when it is first shown, from the app's own files. */
import type { Component } from 'svelte';

const files = {
  settings: () => import('./SettingsView.svelte'),
  new_channel: () => import('./NewChannelView.svelte'),
  channel: () => import('./ChannelView.svelte'),
  attempt: () => import('$features/attempt/AttemptWizard.svelte'),
};

type Pages = { [Name in keyof typeof files]: Awaited<ReturnType<(typeof files)[Name]>>['default'] };

const read: Partial<Record<keyof Pages, Component<never>>> = {};

/** The screen itself where it was shown before, so that it appears at once; otherwise the promise of it. */
export function page<Name extends keyof Pages>(name: Name): Pages[Name] | Promise<Pages[Name]> {
  const known = read[name] as Pages[Name] | undefined;
  return (
    known ??
    files[name]().then((file) => {
      read[name] = file.default as Component<never>;
      return file.default as Pages[Name];
    })
  );
}
