/** Views of updates with sensible values. */
import type { OfferView, UpdateView } from './backend';

export function updateView(change: Partial<UpdateView> = {}): UpdateView {
  return {
    stage: 'idle',
    off: null,
    installed: '0.1.0',
    checked_at: null,
    offer: null,
    received: 0,
    problem: null,
    ...change,
  };
}

export function updateOffer(change: Partial<OfferView> = {}): OfferView {
  return {
    version: '0.2.0',
    notes: 'Verificações mais rápidas.\n\n- Um <b>problema</b> a menos.',
    size: 4_250_000,
    way: 'replace',
    ...change,
  };
}
