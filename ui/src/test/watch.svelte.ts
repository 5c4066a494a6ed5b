import { flushSync } from 'svelte';

/** Runs `read` as an effect does, again whenever something that it read has changed, until the returned function is called. */
export function watch(read: () => void): () => void {
  const stop = $effect.root(() => {
    $effect(read);
  });
  flushSync();
  return stop;
}
