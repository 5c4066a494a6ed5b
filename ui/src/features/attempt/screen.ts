/** What every screen of the wizard is given, and what the next steps of a cause do inside of it. */
import type { NextHandlers } from '$features/problem/next';
import type { AttemptView, ScreenView } from '$lib/backend/backend';
import type { Session } from '$lib/session.svelte';

/** The screen of that kind. */
export type ScreenOf<Kind extends ScreenView['kind']> = Extract<ScreenView, { kind: Kind }>;

/** Properties of the component that shows the screen of that kind. */
export interface ScreenProps<Kind extends ScreenView['kind']> {
  attempt: AttemptView;
  screen: ScreenOf<Kind>;
}

/** Name and number of the channel, as the first line of a copied text; undefined for a new channel. */
export function subjectOf(attempt: AttemptView): string | undefined {
  return attempt.channel ? `${attempt.channel.name} ${attempt.channel.number}` : undefined;
}

/** Next steps that end in an action of the wizard. Which of them a screen offers is the screen's decision. */
export function wizardSteps(session: Session) {
  return {
    log_in: () => session.act({ kind: 'open_login' }),
    other_account: () => session.act({ kind: 'other_account' }),
    retry: () => session.act({ kind: 'retry' }),
    check_again: () => session.act({ kind: 'retry' }),
    choose_number: () => session.act({ kind: 'retry' }),
  } satisfies NextHandlers;
}
