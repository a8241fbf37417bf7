import { useState, type ReactNode } from 'react';
import { Button, IconButton } from './button.tsx';

const STEPS = [0.4, 0.5, 0.65, 0.8, 1, 1.25] as const;

/**
 * The scale of a drawing and the buttons that change it.
 *
 * @param whole scale at which all of it is seen in the room it has, at most 1
 * @param least smallest scale at which it is shown unasked, as names could not be read below it
 */
export function useZoom(whole: number, least: number): { scale: number; buttons: ReactNode } {
  /** Null: as large as it is seen whole, if names can be read then; `whole`: also if not. */
  const [zoom, setZoom] = useState<number | 'whole' | null>(null);
  const scale = zoom === null ? Math.max(whole, least) : zoom === 'whole' ? whole : zoom;
  const buttons = (
    <>
      <IconButton
        icon="zoomOut"
        label="Zoom out"
        disabled={scale <= STEPS[0]}
        onClick={() => setZoom(STEPS.findLast((step) => step < scale - 0.01) ?? STEPS[0])}
      />
      <IconButton
        icon="zoomIn"
        label="Zoom in"
        disabled={scale >= STEPS.at(-1)!}
        onClick={() => setZoom(STEPS.find((step) => step > scale + 0.01) ?? 1)}
      />
      <Button
        look="ghost"
        title="Show all of it"
        disabled={scale === whole}
        onClick={() => setZoom(whole < least ? 'whole' : null)}
      >
        Fit
      </Button>
    </>
  );
  return { scale, buttons };
}
