/** The present minute, for texts such as "5 minutes ago". Ticks only while something shows it. */
import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 20_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/** Milliseconds since 1970; inside an effect or a template the reader is run again as time goes by. */
export function now(): number {
  subscribe();
  return Date.now();
}
