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

const ROUNDS = 6;
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

/** Megabytes a second of processor time in each round. */
function speeds(texts: readonly string[], run: (text: string) => unknown): number[] {
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  return Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    for (const text of texts) run(text);
    const { user, system } = process.cpuUsage(before);
    return megabytes / ((user + system) / 1e6);
  });
}

function printSpeed(title: string, texts: readonly string[]): void {
  const codes = new Uint16Array(Math.max(...texts.map((text) => text.length)));
  const bytes = Buffer.from(codes.buffer);
  const table = new Uint8Array(65_536).fill(1, 33, 64);
  const found = speeds(texts, (text) => scan.find(text));
  const bare = speeds(texts, (text) => bareScan(text, codes, bytes, table));
  const [best, floor] = [Math.max(...found), Math.max(...bare)];
  console.log(
    `${title.padEnd(24)} first ${found[0]!.toFixed(0)} MB/s, best ${best.toFixed(0)} MB/s; bare scan ${floor.toFixed(0)} MB/s, ratio ${(floor / best).toFixed(1)}`,
  );
}

function files(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const folder = process.argv[2];
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
    printSpeed(file, JSON.parse(readFileSync(file, 'utf8')) as string[]);
  }
}
