import { MAX_APART_US } from '../kin/parent-name.ts';
import type { ScanRange } from './scan-headers.ts';

/** The times before and after one, in which spans may have begun that called those of it. */
export function rangesAround({ projectId, fromUs, toUs }: ScanRange): ScanRange[] {
  return [
    ...(fromUs === undefined ? [] : [{ projectId, fromUs: fromUs - MAX_APART_US, toUs: fromUs }]),
    ...(toUs === undefined ? [] : [{ projectId, fromUs: toUs, toUs: toUs + MAX_APART_US }]),
  ];
}
