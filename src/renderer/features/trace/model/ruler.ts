import { shareOf, widthOf, type TimeWindow } from './time-window.ts';

export interface Tick {
  readonly ns: number;
  readonly label: string;
}

const S = 1e9;
const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps above ten seconds; below, steps are 1, 2 or 5 times a power of ten. */
const LONG_STEPS = [
  15 * S,
  30 * S,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
];

/** Smallest round step of at least `ns` nanoseconds. */
export function roundStep(ns: number): number {
  if (ns > 10 * S) return LONG_STEPS.find((step) => step >= ns) ?? Math.ceil(ns / DAY) * DAY;
  if (ns <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(ns));
  const factor = [1, 2, 5, 10].find((times) => times * power >= ns * (1 - 1e-9));
  return Math.round((factor ?? 10) * power);
}

/** Least distance of ticks in pixels: the longest label fits. */
export function tickSpacing(lane: number): number {
  return Math.min(Math.max(lane / 5, 66), 110);
}

/** Ticks at round times of a window drawn `lane` pixels wide, at least `spacing` pixels apart. */
export function ticksOf(window: TimeWindow, lane: number, spacing = tickSpacing(lane)): Tick[] {
  if (lane <= 0) return [];
  const step = roundStep((widthOf(window) * spacing) / lane);
  const unit = unitOf(Math.max(Math.abs(window.fromNs), Math.abs(window.toNs)), step);
  const ticks: Tick[] = [];
  for (let n = Math.ceil(window.fromNs / step); n * step <= window.toNs; n++) {
    // `+ 0` turns the -0 of a window that begins just before the trace into 0.
    ticks.push({ ns: n * step + 0, label: tickLabel(n * step + 0, step, unit) });
  }
  return ticks;
}

/** Where a tick is drawn, in CSS pixels of the lane. */
export interface PlacedTick {
  readonly tick: Tick;
  readonly x: number;
  /** Its label does not fit at the right end, and stands left of it. */
  readonly isLast: boolean;
  /** Its label would not cover the one before. */
  readonly isShown: boolean;
}

/** Width of a character of the labels, and the space beside a label, in pixels. */
const CHARACTER = 6.7;
const BESIDE = 10;

/** Places ticks so that no label is cut off or lies over another; the tick itself is always drawn. */
export function labelTicks(ticks: readonly Tick[], window: TimeWindow, lane: number): PlacedTick[] {
  let end = -Infinity;
  return ticks.map((tick) => {
    const x = shareOf(window, tick.ns) * lane;
    const width = tick.label.length * CHARACTER + BESIDE;
    const isLast = x + width > lane;
    const isShown = !isLast || x - width >= end;
    end = isLast ? x : x + width;
    return { tick, x, isLast, isShown };
  });
}

interface Unit {
  readonly ns: number;
  readonly name: string;
}

const UNITS: readonly Unit[] = [
  { ns: S, name: 's' },
  { ns: 1e6, name: 'ms' },
  { ns: 1e3, name: 'µs' },
];

function unitOf(largest: number, step: number): Unit {
  if (step >= MINUTE) return { ns: MINUTE, name: 'min' };
  return UNITS.find((unit) => largest >= unit.ns) ?? { ns: 1, name: 'ns' };
}

/** All labels of a ruler have the same unit and the same number of decimals, so that they can be compared. */
function tickLabel(ns: number, step: number, unit: Unit): string {
  if (unit.name === 'min') return clockLabel(ns, step);
  const decimals = Math.min(Math.max(0, Math.ceil(-Math.log10(step / unit.ns) - 1e-9)), 9);
  return `${(ns / unit.ns).toFixed(decimals)} ${unit.name}`;
}

/** `2 min`, `1 h 05 min`, `3 d 4 h`: whole minutes, and none where all labels are of whole hours. */
function clockLabel(ns: number, step: number): string {
  const sign = ns < 0 ? '-' : '';
  const minutes = Math.round(Math.abs(ns) / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return `${sign}${days} d ${hours} h`;
  if (step % (60 * MINUTE) === 0) return `${sign}${hours} h`;
  if (hours > 0) return `${sign}${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${sign}${minutes} min`;
}
