/** What can be set for the time when nobody looks, with sensible values. */
import type { WatchView } from './backend';

export function watchView(change: Partial<WatchView> = {}): WatchView {
  return {
    notifications: true,
    can_notify: true,
    keep_watching: false,
    has_tray: true,
    start_with_system: false,
    ...change,
  };
}
