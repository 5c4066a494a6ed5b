import type { Tone } from '$ui/tone';
import BadgeCheck from '$icons/badge-check';
import Ban from '$icons/ban';
import CircleCheck from '$icons/circle-check';
import CircleHelp from '$icons/circle-question-mark';
import Clock from '$icons/clock';
import TriangleAlert from '$icons/triangle-alert';
import Unplug from '$icons/unplug';
import type { IconNode } from 'lucide';

interface Look {
  tone: Tone;
  icon: IconNode;
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
