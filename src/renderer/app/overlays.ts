import { create } from 'zustand';

type Overlay = 'palette' | 'shortcuts' | 'new-project';

/** The one overlay of the frame that is open, if any. */
export const useOverlay = create<{ open: Overlay | null }>()(() => ({ open: null }));

export function openOverlay(overlay: Overlay): void {
  useOverlay.setState({ open: overlay });
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null });
}
