import { useEffect, useRef, useState } from 'react';
import type { Coverage } from '../../../shared/contract/redaction.ts';
import { secondsFor } from '../../../shared/redaction.ts';
import { client } from '../../client/client.ts';
import type { RuleChanges } from './draft.ts';
import { trialOf } from './draft.ts';

/** How far a look through recent data is. */
export type CoverageState =
  | { readonly step: 'idle' }
  | { readonly step: 'looking'; readonly records: number; readonly done: number }
  | { readonly step: 'cancelled' }
  | { readonly step: 'failed'; readonly error: unknown }
  | { readonly step: 'found'; readonly found: Coverage };

/** Looks through the newest records when told to; ends with the screen. */
export function useCoverage(projectId: string): {
  readonly state: CoverageState;
  readonly start: (changes: RuleChanges, records: number) => void;
  readonly cancel: () => void;
} {
  const [state, setState] = useState<CoverageState>({ step: 'idle' });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = (changes: RuleChanges, records: number): void => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setState({ step: 'looking', records: 0, done: 0 });
    const tell = (next: CoverageState): void => {
      if (!stop.signal.aborted) setState(next);
    };
    const input = { projectId, ...trialOf(changes), records, seconds: secondsFor(records) };
    look(input, stop.signal, tell).catch((error: unknown) => tell({ step: 'failed', error }));
  };
  const cancel = (): void => {
    running.current?.abort();
    setState({ step: 'cancelled' });
  };
  return { state, start, cancel };
}

async function look(
  input: Parameters<typeof client.redaction.watchCoverage>[0],
  signal: AbortSignal,
  tell: (state: CoverageState) => void,
): Promise<void> {
  for await (const step of await client.redaction.watchCoverage(input, { signal })) {
    if (step.step === 'looking') tell(step);
    else tell({ step: 'found', found: step });
  }
}
