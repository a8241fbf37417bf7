import { useMemo, useState } from 'react';
import { withoutSkew } from './model/clock-skew.ts';
import { createTraceModel, type TraceModel } from './model/trace-model.ts';

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
  const starts = useMemo(() => withoutSkew(model.table, model.tree), [model]);
  const adjusted = useMemo(
    () =>
      wanted && starts !== undefined
        ? createTraceModel(model.summary, { ...model.table, startNs: starts }, model.hiddenFields)
        : model,
    [wanted, starts, model],
  );
  return {
    model: adjusted,
    areSkewed: starts !== undefined,
    areAdjusted: adjusted !== model,
    toggle: () => setWanted(!wanted),
  };
}
