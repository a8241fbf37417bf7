import { useMemo, useState } from 'react';
import { atTimes, type TraceModel } from './model/trace-model.ts';

/** Whether times are shown as sent, or with the differences of clocks taken out. */
export interface Clocks {
  /** The trace as it is shown. */
  readonly model: TraceModel;
  /** Whether its spans tell that clocks differ. */
  readonly areSkewed: boolean;
  readonly areAdjusted: boolean;
  readonly toggle: () => void;
}

/** A trace with its times as sent until one asks for clocks to be adjusted. */
export function useClocks(model: TraceModel): Clocks {
  const [wanted, setWanted] = useState(false);
  const starts = model.adjustedNs;
  const adjusted = useMemo(
    () => (wanted && starts !== undefined ? atTimes(model, starts) : model),
    [wanted, starts, model],
  );
  return {
    model: adjusted,
    areSkewed: starts !== undefined,
    areAdjusted: adjusted !== model,
    toggle: () => setWanted(!wanted),
  };
}
