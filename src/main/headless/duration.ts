import { AppError } from '../../shared/errors.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/**
 * Seconds in a duration such as `90s`, `15m`, `24h`, `30d`, `2w`.
 *
 * @throws AppError `invalid` naming the option
 */
export function parseDuration(text: string, option: string): number {
  const match = /^(\d{1,9})([smhdw])$/.exec(text);
  const unit = UNIT_SECONDS[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new AppError(
      'invalid',
      `${option} "${text}" is not a duration. Write a number and s, m, h, d or w, such as 24h or 30d.`,
    );
  }
  return Number(match[1]) * unit;
}
