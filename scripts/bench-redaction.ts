/**
 * How well and how fast redaction finds what it looks for: `npm run bench:redaction [FOLDER]`.
 *
 * Without a folder it runs on made-up texts of its own. A folder holds labelled documents in `*.jsonl` (fields `text`,
 * `spans` of `start`, `end`, `type`, and if need be `scored`, `ignore`, `recall_only`), and may hold lists of strings
 * for the speed in `*.json`; both are looked for in subfolders too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PII_TYPES, type PiiType } from '../src/shared/redaction.ts';
import { measureRedactionCost } from '../src/main/collector/bench/redaction-cost.ts';
import { sampleTexts } from '../src/main/collector/redaction/sample-texts.ts';
import { Scan } from '../src/main/collector/redaction/scan.ts';
import { labelledTexts } from '../test/collector/redaction/labelled-texts.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Document {
  readonly text: string;
  readonly spans: readonly (Range & { readonly type: string })[];
  /** Kinds that are labelled without a gap; absent: all. */
  readonly scored?: readonly string[];
  /** What touches these is neither right nor wrong. */
  readonly ignore?: readonly Range[];
  /** Not everything is labelled, so a find without a label says nothing. */
  readonly recall_only?: boolean;
}

interface Tally {
  hits: number;
  misses: number;
  wrong: number;
}

const ROUNDS = 20;
/** Rounds until the code is compiled. */
const WARM_UP = 6;
/** Work on other texts before the first are measured, us of this process; see `ingest/warm-up.ts`. */
const WARM_UP_US = 300_000;
/** Addresses of nobody are neither required nor wrong. */
const NOBODY = /^(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1|::|255\.255\.255\.\d+)(?:\/\d+)?$/;
const scan = new Scan();

const overlap = (a: Range, b: Range): number => Math.min(a.end, b.end) - Math.max(a.start, b.start);

/** Half of both ranges is common; of a secret it is enough that half of it is found. */
function isSame(found: Range, wanted: Range, type: string): boolean {
  const common = overlap(found, wanted);
  if (common <= 0) return false;
  const length = wanted.end - wanted.start;
  const all = length + found.end - found.start - common;
  return common / (type === 'SECRET' ? length : all) >= 0.5;
}

function score(document: Document, tallies: Map<PiiType, Tally>): void {
  const { text, spans, ignore = [] } = document;
  const found = scan.find(text);
  const isNobody = (range: Range): boolean => NOBODY.test(text.slice(range.start, range.end));
  for (const type of PII_TYPES) {
    if (document.scored?.includes(type) === false) continue;
    const tally = tallies.get(type)!;
    const labels = spans.filter((span) => span.type === type && !isNobody(span));
    const finds = found.filter((hit) => hit.type === type);
    for (const label of labels) {
      if (finds.some((hit) => isSame(hit, label, type))) tally.hits++;
      else tally.misses++;
    }
    if (document.recall_only === true) continue;
    const known = [...spans.filter((span) => span.type === type), ...ignore];
    tally.wrong += finds.filter(
      (hit) => !isNobody(hit) && !known.some((range) => overlap(hit, range) > 0),
    ).length;
  }
}

function printAccuracy(title: string, documents: readonly Document[]): void {
  const tallies = new Map(PII_TYPES.map((type) => [type, { hits: 0, misses: 0, wrong: 0 }]));
  let units = 0;
  for (const document of documents) {
    units += document.text.length;
    score(document, tallies);
  }
  console.log(`\n${title}: ${documents.length} texts, ${(units / 1e6).toFixed(2)} M characters`);
  console.log('kind           labels  precision  recall     F1  wrong');
  for (const [type, { hits, misses, wrong }] of tallies) {
    if (hits + misses + wrong === 0) continue;
    const precision = hits / (hits + wrong || 1);
    const recall = hits / (hits + misses || 1);
    const f1 = (2 * precision * recall) / (precision + recall || 1);
    const cells = [
      String(hits + misses).padStart(7),
      precision.toFixed(4).padStart(11),
      recall.toFixed(4).padStart(8),
      f1.toFixed(4).padStart(7),
      String(wrong).padStart(7),
    ];
    console.log(type.padEnd(13) + cells.join(''));
  }
}

/** The least that any scanner does: read every character once and look it up. */
function bareScan(text: string, codes: Uint16Array, bytes: Buffer, table: Uint8Array): number {
  bytes.write(text, 0, text.length * 2, 'utf16le');
  let found = 0;
  for (let at = 0; at < text.length; at++) found += table[codes[at]!]!;
  return found;
}

/** Megabytes a second of processor time. */
function speed(texts: readonly string[], run: (text: string) => unknown): number {
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  const before = process.cpuUsage();
  for (const text of texts) run(text);
  const { user, system } = process.cpuUsage(before);
  return megabytes / ((user + system) / 1e6);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** What a decode thread does before there is data. */
function warmUp(): void {
  const start = process.cpuUsage().user;
  for (let round = 0; process.cpuUsage().user - start < WARM_UP_US; round++) {
    for (const text of sampleTexts(round)) scan.find(text);
  }
}

function printSpeed(title: string, texts: readonly string[]): void {
  const codes = new Uint16Array(Math.max(...texts.map((text) => text.length)));
  const bytes = Buffer.from(codes.buffer);
  const table = new Uint8Array(65_536).fill(1, 33, 64);
  const found: number[] = [];
  const bare: number[] = [];
  // In turns: what else the machine does slows both.
  for (let round = 0; round < ROUNDS; round++) {
    found.push(speed(texts, (text) => scan.find(text)));
    bare.push(speed(texts, (text) => bareScan(text, codes, bytes, table)));
  }
  const later = found.slice(WARM_UP);
  const ratios = later.map((each, index) => bare[index + WARM_UP]! / each);
  console.log(
    `${title.padEnd(24)} first ${found[0]!.toFixed(0)} MB/s, then ${median(later).toFixed(0)}, best ${Math.max(...later).toFixed(0)}; bare scan ${median(bare).toFixed(0)} MB/s, ratio ${median(ratios).toFixed(1)}`,
  );
}

/** How long single texts of 1 to 2 kB take, us of wall clock. */
function printLatency(title: string, texts: readonly string[]): void {
  const times: number[] = [];
  for (const text of texts) {
    if (text.length < 1000 || text.length > 2000) continue;
    const start = performance.now();
    scan.find(text);
    times.push((performance.now() - start) * 1000);
  }
  if (times.length < 100) return;
  times.sort((a, b) => a - b);
  const at = (part: number): string => times[Math.floor(times.length * part)]!.toFixed(0);
  console.log(`${title.padEnd(24)} 1 to 2 kB: p50 ${at(0.5)} us, p99 ${at(0.99)} us`);
}

const us = (value: number): string => `${value.toFixed(1)} us`;

async function printCost(): Promise<void> {
  const { bytesPerSpan, zstdUs, offUs, onUs } = await measureRedactionCost();
  console.log(
    `\nrecords, CPU a span of ${bytesPerSpan.toFixed(0)} bytes: decode and segment ${us(offUs)}, with redaction ${us(onUs)}; zstd-1 ${us(zstdUs)}, so redaction is ${((onUs - offUs) / zstdUs).toFixed(1)} times that`,
  );
}

function files(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const folder = process.argv[2];
warmUp();
const made = labelledTexts(20_000);
if (folder === undefined) {
  printAccuracy('made up', made);
  console.log();
  printSpeed(
    'made up',
    made.map(({ text }) => text),
  );
} else {
  const all: Document[] = [];
  for (const file of files(folder, '.jsonl')) {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const documents = lines.map((line) => JSON.parse(line) as Document);
    printAccuracy(file, documents);
    if (!file.includes('adversarial')) all.push(...documents);
  }
  printAccuracy('all without the adversarial ones', all);
  console.log();
  for (const file of files(folder, '.json')) {
    const texts = JSON.parse(readFileSync(file, 'utf8')) as string[];
    printSpeed(file, texts);
    printLatency(file, texts);
  }
}
await printCost();
