import type { PlaceView } from '$lib/backend/backend';
import { t } from '$lib/i18n';

/** Name of a portfolio or an account; until Meta has told it, its id. */
export function placeName(kind: 'portfolio' | 'account', place: PlaceView): string {
  if (place.name) return place.name;
  if (!place.id) return t('channels.portfolio.none');
  return kind === 'portfolio'
    ? t('channels.portfolio.unnamed', { id: place.id })
    : t('channels.account.unnamed', { id: place.id });
}
