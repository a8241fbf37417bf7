import { AppError } from '../../../../shared/errors.ts';
import { DayReader } from '../reader/day-reader.ts';
import { lookAtDay } from './look-at-day.ts';
import type { DayPlace } from './types.ts';

/** Opens the file of a day to read it. @throws AppError `not_found` when there is none, or like `DayReader.open` */
export function openDay(
  dataDir: string,
  place: DayPlace,
  nativeBinding: string | undefined,
): { path: string; reader: DayReader } {
  const open = (path: string) => ({ path, reader: DayReader.open(path, { nativeBinding }) });
  const opened = lookAtDay(dataDir, place, open);
  if (opened?.reader === undefined) {
    throw new AppError('not_found', `There is no data of ${place.signal} of ${place.day}.`);
  }
  return { path: opened.path, reader: opened.reader };
}
