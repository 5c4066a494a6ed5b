import type { Tone } from '$ui/tone';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Clock from '@lucide/svelte/icons/clock';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Unplug from '@lucide/svelte/icons/unplug';
import type { Component } from 'svelte';

interface Look {
  tone: Tone;
  icon: Component<{ size?: number; strokeWidth?: number }>;
}

const unknown: Look = { tone: 'neutral', icon: CircleHelp };

const looks: Readonly<Record<string, Look>> = {
  proven: { tone: 'good', icon: BadgeCheck },
  connected_unproven: { tone: 'accent', icon: CircleCheck },
  attention: { tone: 'warn', icon: TriangleAlert },
  disconnected: { tone: 'bad', icon: Unplug },
  blocked: { tone: 'stopped', icon: Ban },
  wait: { tone: 'pending', icon: Clock },
  unknown,
};

/** Every verdict, in the order of the status filter. */
export const verdictCodes = Object.keys(looks);

/** Colour and icon of a verdict; its word is `verdict.<code>`. */
export function verdictLook(code: string): Look {
  return looks[code] ?? unknown;
}
