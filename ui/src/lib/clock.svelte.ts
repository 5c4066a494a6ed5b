/** The present, for texts such as "5 minutes ago". Awake only when one that is shown becomes wrong. */
import { createSubscriber } from 'svelte/reactivity';

/** Texts that change within this time change together. */
const CALM_MS = 1000;
/** Longest time without a look: a computer that slept, or whose clock was set, does not tell. */
const LONGEST_MS = 3_600_000;

let due = Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;
let tell: () => void;

const subscribe = createSubscriber((update) => {
  tell = update;
  return () => {
    clearTimeout(timer);
    due = Infinity;
  };
});

function expect(change: number, present: number): void {
  if (change >= due) return;
  due = change;
  clearTimeout(timer);
  const look = () => {
    due = Infinity;
    tell();
  };
  timer = setTimeout(look, Math.min(change - present + CALM_MS, LONGEST_MS));
}

/**
 * Milliseconds since 1970. `change` answers, for the present, until when what the reader makes of it stays right; inside an
 * effect or a template the reader is run again then.
 */
export function now(change: (present: number) => number): number {
  const present = Date.now();
  if ($effect.tracking()) {
    subscribe();
    expect(change(present), present);
  }
  return present;
}

/** Whether a time has come; the reader is run again when it does. */
export function hasCome(time: number): boolean {
  return now((present) => (time > present ? time : Infinity)) >= time;
}
