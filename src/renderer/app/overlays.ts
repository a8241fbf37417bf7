import { create } from 'zustand';

type Overlay = 'palette' | 'shortcuts' | 'new-project' | 'export';

/** The one overlay of the frame that is open, if any; an export may be of chosen traces alone. */
export const useOverlay = create<{
  open: Overlay | null;
  traceIds?: readonly string[] | undefined;
}>()(() => ({ open: null }));

let cameFrom: HTMLElement | null = null;

export function openOverlay(overlay: Overlay, traceIds?: readonly string[]): void {
  const { activeElement } = document;
  if (useOverlay.getState().open === null) {
    cameFrom = activeElement instanceof HTMLElement ? activeElement : null;
  }
  useOverlay.setState({ open: overlay, traceIds });
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null });
}

/**
 * What had the focus before the overlay opened; false when nothing had it.
 *
 * Without this the dialog would look further back and put the cursor into an input long left.
 */
export function focusBefore(): HTMLElement | false {
  return cameFrom && cameFrom !== document.body ? cameFrom : false;
}
