import fs, { globSync, readdirSync, readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { storedTexts } from '../../support/grep-stored.ts';
import { removeLeft } from '../../../src/main/collector/store/rewrite/remove-leftovers.ts';
import { RewriteClient } from '../../../src/main/collector/store/rewrite/rewrite-client.ts';
import { storedDays } from '../../../src/main/collector/store/rewrite/stored-days.ts';
import type { Selection } from '../../../src/main/collector/store/rewrite/types.ts';
import { Committer } from '../../../src/main/collector/store/writer/committer.ts';
import { loadZstd } from '../../../src/main/collector/store/zstd.ts';
import { temporaryFolder } from '../store-read/open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
/** Calls with which the writer exchanges a day, and of which each may find the disk full or failing. */
const FILE_CALLS = ['openSync', 'fsyncSync', 'renameSync', 'statSync', 'rmSync'] as const;
const DATABASE_CALLS = ['pragma', 'exec'] as const;
const STATEMENT_CALLS = ['run', 'get', 'all'] as const;

/** A disk that has no room once, and one that fails for good. */
const FAULTS = {
  full: { system: 'ENOSPC', sqlite: 'SQLITE_FULL', told: /the disk is full/, isOnce: true },
  failing: { system: 'EIO', sqlite: 'SQLITE_IOERR_WRITE', told: /the disk failed/, isOnce: false },
} as const;
type Fault = keyof typeof FAULTS;

type Calls = Record<string, (...args: unknown[]) => unknown>;

/** Has calls to the system and to SQLite fail in this thread: one of them, or all from it on. */
class FailingDisk {
  /** Calls to the system and to SQLite, by name, since it was told when to fail. */
  calls: string[] = [];
  #failsFrom = Infinity;
  #fault: Fault = 'full';

  constructor() {
    const files = fs as unknown as Calls;
    const database = Database.prototype as unknown as Calls;
    const undo = [
      ...FILE_CALLS.map((name) => this.#watch(files, name, 'system')),
      ...DATABASE_CALLS.map((name) => this.#watch(database, name, 'sqlite')),
      this.#watchStatements(database),
    ];
    syncBuiltinESMExports();
    onTestFinished(() => {
      for (const restore of undo) restore();
      syncBuiltinESMExports();
    });
  }

  during(fault: Fault, from: number, work: () => void): void {
    this.calls = [];
    [this.#fault, this.#failsFrom] = [fault, from];
    try {
      work();
    } finally {
      this.#failsFrom = Infinity;
    }
  }

  #watch(owner: Calls, name: string, kind: 'system' | 'sqlite'): () => void {
    const real = owner[name]!;
    const step = () => this.#step(name, kind);
    owner[name] = function call(this: unknown, ...args: unknown[]) {
      step();
      return real.apply(this, args);
    };
    return () => {
      owner[name] = real;
    };
  }

  #watchStatements(database: Calls): () => void {
    const real = database['prepare']!;
    const watch = (statement: Calls): Calls => {
      for (const name of STATEMENT_CALLS) this.#watch(statement, name, 'sqlite');
      return statement;
    };
    database['prepare'] = function prepare(this: unknown, ...args: unknown[]) {
      return watch(real.apply(this, args) as Calls);
    };
    return () => {
      database['prepare'] = real;
    };
  }

  get steps(): number {
    return this.calls.length;
  }

  #step(name: string, kind: 'system' | 'sqlite'): void {
    this.calls.push(name);
    const { [kind]: code, isOnce } = FAULTS[this.#fault];
    if (isOnce ? this.steps !== this.#failsFrom : this.steps < this.#failsFrom) return;
    if (kind === 'sqlite') throw new Database.SqliteError('as on such a disk', code);
    throw Object.assign(new Error(`${code}: as on such a disk`), { code });
  }
}

const bytesOf = (...traces: number[]) =>
  new Uint8Array(Buffer.from(traces.map(traceId).join(''), 'hex'));

/** What is to go of a day of traces 0 to 3, of which 3 comes when it is about to. */
const REMOVALS: Record<string, { selection: Selection; grows: boolean; goes: number[] }> = {
  'a part': { selection: { traceIds: bytesOf(1) }, grows: false, goes: [1] },
  'a part of one that grows': { selection: { traceIds: bytesOf(1) }, grows: true, goes: [1] },
  'all of one': { selection: { through: 3 }, grows: false, goes: [0, 1, 2] },
  'all of one that grows': { selection: { through: 3 }, grows: true, goes: [0, 1, 2] },
  'all of one, trace by trace': {
    selection: { traceIds: bytesOf(0, 1, 2) },
    grows: false,
    goes: [0, 1, 2],
  },
};

/** There are no readers to tell. */
const nobody = async () => {};

/** Days of which the writer is in this thread, with a disk that fails when it is told to. */
async function open() {
  await loadZstd();
  const dataDir = temporaryFolder();
  const committer = new Committer({ dataDir }, () => {});
  const rewriter = new RewriteClient({ dataDir });
  onTestFinished(async () => {
    await rewriter.close();
    committer.close();
  });
  const disk = new FailingDisk();
  const append = (projectId: string, n: number) => {
    const attributes = { text: textOf(projectId, n) };
    const segment = spanSegment([{ trace: traceId(n), span: spanId(n), attributes }]);
    return committer.commit([{ kind: 'append', id: n, projectId, segment, nowMs: NOON_MS }]);
  };
  /** The next exchange of a day goes this way. */
  const exchange = { before: () => {}, run: (work: () => void) => work() };
  const days = storedDays({
    dataDir,
    rewriter,
    writer: {
      settle: async () => {},
      appendedBytes: 0,
      queuedBytes: 0,
      replaceDay: async (day) => {
        exchange.before();
        exchange.run(() => committer.replaceDay(day));
      },
    },
    forget: nobody,
    lookAnew: nobody,
    moved: nobody,
  });
  return { dataDir, committer, disk, days, append, exchange };
}

const textOf = (projectId: string, n: number) => `text ${n} of ${projectId}`;

/** Files that are gone and held open all the same: their room is not given back. */
function goneAndOpen(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(folder) && path.endsWith(' (deleted)') ? [path] : [];
    } catch {
      return [];
    }
  });
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Has an exchange of a day meet a disk that fails at a step; answers how many steps it took. */
async function meet(
  { dataDir, committer, disk, days, append, exchange }: Opened,
  projectId: string,
  name: keyof typeof REMOVALS,
  fault: Fault,
  from: number,
): Promise<number> {
  const { selection, grows, goes } = REMOVALS[name]!;
  const place = { projectId, signal: 'traces', day: DAY } as const;
  const folder = join(dataDir, 'projects', projectId);
  const stored = [0, 1, 2];
  for (const n of stored) append(projectId, n);
  const textsOf = (traces: readonly number[]) => traces.map((n) => textOf(projectId, n));
  let isGrowing = grows;
  exchange.before = () => {
    if (!isGrowing) return;
    isGrowing = false;
    append(projectId, 3);
    stored.push(3);
  };
  let steps = 0;
  exchange.run = (work) => {
    try {
      disk.during(fault, from, work);
    } finally {
      steps += disk.steps;
      exchange.run = (next) => next();
    }
  };
  const found = async () => {
    if ((await days.list(projectId)).length === 0) return [];
    const counts = await Promise.all(
      stored.map((n) => days.count(place, { traceIds: bytesOf(n) })),
    );
    return stored.filter((_, i) => counts[i]!.records > 0);
  };
  const error: unknown = await days.remove(place, selection).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const rest = stored.filter((n) => !goes.includes(n));
  // All of it or nothing, and told as what it is.
  if (error === undefined) expect(await found()).toEqual(rest);
  else {
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(FAULTS[fault].told),
    });
    expect(await found()).toEqual(stored);
    expect(storedTexts(folder, textsOf(goes))).not.toEqual([]);
  }
  // More is taken, and what is stored is known.
  const late = append(projectId, 9);
  expect(late.failed).toEqual([]);
  stored.push(9);
  const again = append(projectId, grows ? 3 : 9);
  expect(again.appended.map(({ duplicates }) => duplicates)).toEqual([[1]]);
  // The next one does it.
  if (error !== undefined) {
    expect(await days.remove(place, selection)).toMatchObject({ records: goes.length });
  }
  const left = [...rest, 9];
  expect((await found()).toSorted()).toEqual(left.toSorted());
  for (const file of committer.files.opened) file.checkpoint(true);
  expect(storedTexts(folder, textsOf(goes))).toEqual([]);
  const files = globSync('**/*', { cwd: join(folder, 'traces') });
  expect(files.filter((path) => !/\.db(?:-wal|-shm)?$/.test(path))).toEqual([]);
  expect(files.filter((path) => path.endsWith('.db'))).toHaveLength(1);
  expect(goneAndOpen(folder)).toEqual([]);
  committer.files.releaseProject(projectId);
  return steps;
}

test('what was removed is off the disk for good before it is told, whatever becomes of its power', async () => {
  const { dataDir, committer, disk, append } = await open();
  const projectId = 'prj_0123456789ab';
  const place = { projectId, signal: 'traces', day: DAY } as const;
  append(projectId, 0);
  committer.replaceDay({ ...place, staged: undefined, through: 1 });
  disk.during('full', Infinity, () => expect(removeLeft(dataDir, place)).toEqual([]));
  expect(disk.calls).toEqual(['rmSync', 'openSync', 'fsyncSync']);
  // Nothing was left, and there is nothing to wait for.
  disk.during('full', Infinity, () => expect(removeLeft(dataDir, place)).toEqual([]));
  expect(disk.calls).toEqual([]);
});

test.each(Object.keys(REMOVALS))(
  'to remove %s: whichever step finds the disk full or failing, nothing is lost or half done, and the next try does it',
  async (name) => {
    const opened = await open();
    // Until there is no such step.
    for (let from = 1, steps = 1; from <= steps; from++) {
      const fault = from % 2 === 0 ? 'full' : 'failing';
      const projectId = `prj_${String(from).padStart(12, '0')}`;
      steps = await meet(opened, projectId, name, fault, from).catch((reason: Error) => {
        reason.message = `At step ${from}: ${reason.message}`;
        throw reason;
      });
      if (steps >= from) steps++;
    }
  },
);
