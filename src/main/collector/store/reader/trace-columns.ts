import { lengthened } from './analytics/growing.ts';
import { FIRST_FIELDS } from '../trace-parts.ts';
import { durationBin } from './duration-histogram.ts';
import { roundingError } from './exact-sum.ts';

/** Number of fields whose first value by span start is kept. */
export const FIRSTS = FIRST_FIELDS.length;
/** Numbers a wrapper span reports: input, output, cached and reasoning tokens, cost. */
const USAGE_WIDTH = 5;

/**
 * One row a trace, as columns: a list is a few passes over typed arrays, without an object per trace.
 *
 * Strings are numbers of the index's string table, `services` and `models` numbers of its sets.
 */
export class TraceColumns {
  count = 0;
  capacity = 0;
  /** Four big-endian words a row, so that comparing words is comparing hex ids. */
  ids = new Uint32Array(0);
  startUs = new Float64Array(0);
  endUs = new Float64Array(0);
  spans = new Uint32Array(0);
  errors = new Uint32Array(0);
  /** Bits of `PART_FLAG`. */
  flags = new Uint8Array(0);
  name = new Uint32Array(0);
  service = new Uint32Array(0);
  environment = new Uint32Array(0);
  release = new Uint32Array(0);
  provider = new Uint32Array(0);
  model = new Uint32Array(0);
  session = new Uint32Array(0);
  user = new Uint32Array(0);
  /** Start of the span behind each first value, {@link FIRSTS} a row, in the order of `FIRST_FIELDS`. */
  firstUs = new Float64Array(0);
  services = new Uint32Array(0);
  models = new Uint32Array(0);
  /** Sums over model calls. */
  inputTokens = new Float64Array(0);
  outputTokens = new Float64Array(0);
  cachedTokens = new Float64Array(0);
  reasoningTokens = new Float64Array(0);
  /** Input and output tokens: of the calls if any reports tokens, else of the wrapper. */
  tokens = new Float64Array(0);
  /** US dollars: of the calls if any has a cost, else of the wrapper; NaN for unknown. */
  costUsd = new Float64Array(0);
  /** Step of the duration in a histogram, see `duration-histogram.ts`. */
  durationBin = new Uint16Array(0);
  /** US dollars of the calls, NaN when none has a cost; what rounding lost of the sum; calls that have one. */
  cost = new Float64Array(0);
  costLost = new Float64Array(0);
  costCalls = new Uint32Array(0);
  /** Slot in `wrappers`, 0 for none: few traces have a wrapper that reports usage. */
  wrapper = new Uint32Array(0);
  /** Largest values of wrapper spans, {@link USAGE_WIDTH} a slot; slot 0 is never used. */
  wrappers = new Float64Array(USAGE_WIDTH * 2);
  private wrapperCount = 1;
  private readonly firstRows: number;

  /** With room for `firstRows` traces once the first comes. */
  constructor(firstRows: number) {
    this.firstRows = firstRows;
  }

  /** Adds an empty row and returns its number. */
  addRow(): number {
    if (this.count === this.capacity)
      this.grow(Math.max(this.firstRows, Math.ceil(this.capacity * 1.5)));
    return this.count++;
  }

  /** Where the wrapper's numbers of a row begin in `wrappers`; made now if there are none. */
  wrapperAt(row: number): number {
    let slot = this.wrapper[row]!;
    if (slot === 0) {
      slot = this.wrapperCount++;
      this.wrapper[row] = slot;
      const at = slot * USAGE_WIDTH;
      if (at === this.wrappers.length) this.wrappers = lengthened(this.wrappers, at * 2);
      this.wrappers[at + USAGE_WIDTH - 1] = Number.NaN;
    }
    return slot * USAGE_WIDTH;
  }

  /** Adds the cost of a call; NaN adds nothing. */
  addCost(row: number, cost: number): void {
    if (Number.isNaN(cost)) return;
    if (this.costCalls[row]!++ === 0) this.cost[row] = 0;
    this.changeCost(row, cost);
  }

  /** Takes away what {@link addCost} added. */
  removeCost(row: number, cost: number): void {
    if (Number.isNaN(cost)) return;
    this.changeCost(row, -cost);
    if (--this.costCalls[row]! > 0) return;
    this.cost[row] = Number.NaN;
    this.costLost[row] = 0;
  }

  /** Raises what wrappers of the row report at most. */
  raiseWrapper(
    row: number,
    input: number,
    output: number,
    cached: number,
    reasoning: number,
    cost: number,
  ): void {
    if (input === 0 && output === 0 && cached === 0 && reasoning === 0 && Number.isNaN(cost))
      return;
    const at = this.wrapperAt(row);
    const { wrappers } = this;
    wrappers[at] = Math.max(wrappers[at]!, input);
    wrappers[at + 1] = Math.max(wrappers[at + 1]!, output);
    wrappers[at + 2] = Math.max(wrappers[at + 2]!, cached);
    wrappers[at + 3] = Math.max(wrappers[at + 3]!, reasoning);
    const known = wrappers[at + 4]!;
    if (!Number.isNaN(cost)) wrappers[at + 4] = Number.isNaN(known) ? cost : Math.max(known, cost);
  }

  /** Works out again what follows from the other columns, after a row changed. */
  sumUp(row: number): void {
    this.durationBin[row] = durationBin(this.endUs[row]! - this.startUs[row]!);
    const calls = this.inputTokens[row]! + this.outputTokens[row]!;
    const at = this.wrapper[row]! * USAGE_WIDTH;
    this.tokens[row] =
      at === 0 || this.callsReportTokens(row) ? calls : this.wrappers[at]! + this.wrappers[at + 1]!;
    const cost = this.cost[row]!;
    this.costUsd[row] =
      at === 0 || !Number.isNaN(cost)
        ? cost + this.costLost[row]!
        : this.wrappers[at + USAGE_WIDTH - 1]!;
  }

  callsReportTokens(row: number): boolean {
    return (
      this.inputTokens[row]! > 0 ||
      this.outputTokens[row]! > 0 ||
      this.cachedTokens[row]! > 0 ||
      this.reasoningTokens[row]! > 0
    );
  }

  /** Bytes of the rows in use; what the columns have beyond is reserved but never touched. */
  get bytes(): number {
    let bytes = 0;
    for (const column of Object.values(this))
      if (ArrayBuffer.isView(column)) bytes += column.byteLength;
    return this.capacity === 0 ? bytes : Math.ceil((bytes * this.count) / this.capacity);
  }

  private changeCost(row: number, change: number): void {
    const before = this.cost[row]!;
    const sum = before + change;
    this.costLost[row]! += roundingError(before, change, sum);
    this.cost[row] = sum;
  }

  private grow(capacity: number): void {
    this.capacity = capacity;
    this.ids = lengthened(this.ids, capacity * 4);
    this.startUs = lengthened(this.startUs, capacity);
    this.endUs = lengthened(this.endUs, capacity);
    this.spans = lengthened(this.spans, capacity);
    this.errors = lengthened(this.errors, capacity);
    this.flags = lengthened(this.flags, capacity);
    this.name = lengthened(this.name, capacity);
    this.service = lengthened(this.service, capacity);
    this.environment = lengthened(this.environment, capacity);
    this.release = lengthened(this.release, capacity);
    this.provider = lengthened(this.provider, capacity);
    this.model = lengthened(this.model, capacity);
    this.session = lengthened(this.session, capacity);
    this.user = lengthened(this.user, capacity);
    this.firstUs = lengthened(this.firstUs, capacity * FIRSTS);
    this.services = lengthened(this.services, capacity);
    this.models = lengthened(this.models, capacity);
    this.inputTokens = lengthened(this.inputTokens, capacity);
    this.outputTokens = lengthened(this.outputTokens, capacity);
    this.cachedTokens = lengthened(this.cachedTokens, capacity);
    this.reasoningTokens = lengthened(this.reasoningTokens, capacity);
    this.tokens = lengthened(this.tokens, capacity);
    this.costUsd = lengthened(this.costUsd, capacity);
    this.durationBin = lengthened(this.durationBin, capacity);
    this.cost = lengthened(this.cost, capacity);
    this.costLost = lengthened(this.costLost, capacity);
    this.costCalls = lengthened(this.costCalls, capacity);
    this.wrapper = lengthened(this.wrapper, capacity);
  }
}
