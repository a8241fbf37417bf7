import { existsSync } from 'node:fs';
import type { Signal } from '../../otlp/types.ts';
import { AppError } from '../../../../shared/errors.ts';
import { SIGNALS } from '../day-files.ts';
import { unpackFrame } from '../segment/frames.ts';
import { mayHold } from '../segment/filter.ts';
import { SegmentError } from '../segment/segment-error.ts';
import { decodeTraceParts } from '../segment/trace-parts-codec.ts';
import type { StoreCheck } from '../types.ts';
import type { DataFiles } from './data-files.ts';
import type { DayReader } from './day-reader.ts';
import { readContext, readHeader } from './segment-bodies.ts';
import { Slices } from './slices.ts';

/** Reads every byte of every data file: one finding a file. */
export async function checkStore(files: DataFiles): Promise<StoreCheck[]> {
  const slices = new Slices();
  const findings: StoreCheck[] = [];
  for (const projectId of files.projects()) {
    for (const signal of SIGNALS) {
      const name = `${projectId}/${signal}`;
      try {
        for (const { day } of files.list(projectId, signal)) {
          const finding = await checkDay(files, { projectId, signal, day }, slices);
          if (finding !== undefined) findings.push({ name: `${name}/${day}`, ...finding });
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        findings.push({ name, state: 'failed', message: error.message });
      }
    }
  }
  return findings;
}

interface Day {
  readonly projectId: string;
  readonly signal: Signal;
  readonly day: string;
}

/** Nothing where the day was removed meanwhile; one that was written anew is read from its new file. */
async function checkDay(
  files: DataFiles,
  { projectId, signal, day }: Day,
  slices: Slices,
): Promise<Omit<StoreCheck, 'name'> | undefined> {
  for (;;) {
    const file = files.list(projectId, signal).find((one) => one.day === day);
    if (file === undefined) return undefined;
    try {
      return await checkFile(files, file.path, signal, slices);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (existsSync(file.path)) return { state: 'failed', message: error.message };
    }
  }
}

async function checkFile(
  files: DataFiles,
  path: string,
  signal: Signal,
  slices: Slices,
): Promise<Omit<StoreCheck, 'name'>> {
  const reader = files.inspect(path);
  if (reader === undefined) return { state: 'ok', message: 'empty' };
  try {
    return await checkReader(reader, signal, slices);
  } finally {
    reader.close();
  }
}

async function checkReader(
  reader: DayReader,
  signal: Signal,
  slices: Slices,
): Promise<Omit<StoreCheck, 'name'>> {
  const { path } = reader;
  const damage = reader.damage();
  if (damage.length > 0) {
    return { state: 'failed', message: `The data file ${path} is damaged: ${damage.join('; ')}` };
  }
  let segments = 0;
  let records = 0;
  const damaged: string[] = [];
  for (let after = 0; ; segments++) {
    const [row] = reader.segments(after, 1);
    if (row === undefined) break;
    after = row.id;
    records += row.records;
    try {
      checkSegment(reader, signal, row.id);
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      damaged.push(`segment ${row.id}: ${error.message}`);
    }
    if (slices.due) await slices.next();
  }
  if (damaged.length > 0) {
    const first = damaged.slice(0, 3).join('; ');
    return {
      state: 'failed',
      message: `${damaged.length} of ${segments} segments in ${path} cannot be read and are left out (${first}).`,
    };
  }
  return { state: 'ok', message: `${counted(segments, 'segment')}, ${counted(records, 'record')}` };
}

/** Decodes all of a segment. Throws `SegmentError` at the first thing that is wrong. */
function checkSegment(reader: DayReader, signal: Signal, segmentId: number): void {
  const header = readHeader(reader, signal, segmentId);
  const { resources, scopes } = readContext(reader, segmentId);
  for (let i = 0; i < header.count; i++) {
    if (header.resource[i]! >= resources.length || header.scope[i]! >= scopes.length) {
      throw new SegmentError('a record has no resource or scope');
    }
  }
  const filter = reader.section('filter', segmentId);
  if (filter !== undefined) mayHold(filter, []);
  const parts = reader.section('parts', segmentId);
  if (parts === undefined && signal === 'traces')
    throw new SegmentError('its trace parts are missing');
  if (parts !== undefined && signal === 'traces') decodeTraceParts(parts);
  let next = 0;
  for (const frame of reader.frames(segmentId, 0, header.count)) {
    if (frame.first !== next) throw new SegmentError('a frame is missing');
    unpackFrame(frame, header.length);
    next += frame.records;
  }
  if (next !== header.count) throw new SegmentError('a frame is missing');
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;
