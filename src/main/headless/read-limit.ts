import { AppError } from '../../shared/errors.ts';

/** How many at most, as `--limit` says. @throws AppError `invalid` */
export function readLimit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new AppError('invalid', `--limit "${text}" is not a whole number above 0.`);
}
