import type { SettingsSection } from '$lib/router.svelte';
import Headset from '$icons/headset';
import Info from '$icons/info';
import Link2 from '$icons/link-2';
import MessagesSquare from '$icons/messages-square';
import Palette from '$icons/palette';
import ShieldCheck from '$icons/shield-check';
import UserRound from '$icons/user-round';

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
