/** The top of an axis: the smallest of 1, 2 or 5 times a power of ten that is not below `max`. */
export function axisTop(max: number): number {
  if (max <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(max));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= max * (1 - 1e-12))!;
  return step * power;
}

/** The top of an axis of things that are counted: half of it, which is marked too, is a whole number. */
export function countAxisTop(max: number): number {
  return max > 8 ? axisTop(max) : Math.max(2, Math.ceil(max / 2) * 2);
}

const MINUTE_US = 60e6;
const DAY_US = 86_400e6;
/** Tops in minutes: they and their halves are read in one unit, without a fraction. */
const MINUTES = [1, 2, 4, 10, 20, 30, 60, 120, 240, 480, 720, 1440];

/** The top of an axis of durations, microseconds: from a minute on whole minutes, hours and days. */
export function durationAxisTop(max: number): number {
  const top = axisTop(max);
  if (top < MINUTE_US) return top;
  const minutes = MINUTES.find((each) => each * MINUTE_US >= max);
  return minutes === undefined
    ? countAxisTop(Math.ceil(max / DAY_US)) * DAY_US
    : minutes * MINUTE_US;
}

/** What stands below a bar. */
export interface AxisMark {
  readonly label: string;
  /** The year it is in; absent where the bars are of so little time that none is needed. */
  readonly year?: string;
}

/** What stands below each mark, at most `room` texts: in a second line the year, where it changed since what is before. */
export function axisLabels(marks: readonly AxisMark[], room: number): string[] {
  const labelled = labelledDays(marks.length, room);
  let year = marks[0]?.year;
  return marks.map((mark, index) => {
    if (!labelled.has(index)) return '';
    if (mark.year === undefined || mark.year === year) return mark.label;
    year = mark.year;
    return `${mark.label}\n${year}`;
  });
}

/** Which of `count` days get a label so that at most `room` do; the last one always does. */
export function labelledDays(count: number, room: number): ReadonlySet<number> {
  const step = Math.max(1, Math.ceil(count / room));
  const labelled = new Set<number>();
  for (let index = count - 1; index >= 0; index -= step) labelled.add(index);
  return labelled;
}
