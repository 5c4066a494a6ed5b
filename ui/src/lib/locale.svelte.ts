import type { Locale } from '$paraglide/runtime.js';

/** Reactive, so that every rendered sentence follows a change of language. */
class CurrentLocale {
  locale = $state<Locale>('pt-BR');
}

export const current = new CurrentLocale();
