import type { Locale } from '$paraglide/runtime.js';

/** Compiled sentences of one language. */
export type Catalogue = Readonly<Record<string, ((params: object) => string) | undefined>>;

/** Reactive, so that every rendered sentence follows a change of language. */
class CurrentLocale {
  locale = $state<Locale>('pt-BR');
  catalogue = $state.raw<Catalogue>({});
}

export const current = new CurrentLocale();
