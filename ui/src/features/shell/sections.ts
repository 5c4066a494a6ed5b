import type { SettingsSection } from '$lib/router.svelte';
import Headset from '@lucide/svelte/icons/headset';
import Info from '@lucide/svelte/icons/info';
import Link2 from '@lucide/svelte/icons/link-2';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Palette from '@lucide/svelte/icons/palette';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import UserRound from '@lucide/svelte/icons/user-round';

/** Sections of *Ajustes > Conta* in the order of the menu; their words are `settings.<section>` and `….body`. */
export const sections = [
  { section: 'account', icon: UserRound },
  { section: 'channels', icon: MessagesSquare },
  { section: 'connection', icon: Link2 },
  { section: 'platform', icon: Headset },
  { section: 'security', icon: ShieldCheck },
  { section: 'appearance', icon: Palette },
  { section: 'about', icon: Info },
] as const satisfies { section: SettingsSection; icon: unknown }[];
