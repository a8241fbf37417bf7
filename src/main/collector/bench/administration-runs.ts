import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../log.ts';
import { openCollector, type Collector } from '../open-collector.ts';
import { time } from './query-runs.ts';
import { atMost, percentile, plainFigure, ratioFigure, type Figure } from './report.ts';
import { seedAdministration, type SeededPlace } from './seed-administration.ts';

const SIZES = { people: 1000, members: 500, keys: 10_000, entries: 100_000 };
const GROUP = 'administration';
/** A page that takes longer is noticed, ms. */
const PAGE_MS = 50;
const ROUNDS = 200;
const FEWEST_ROUNDS = 10;
/** What is slow is asked less often, so that the whole part takes less than a minute, ms. */
const CHECK_MS = 1500;
const WARM_UPS = 5;
/** Entries below this are the oldest ones. */
const DEEP_CURSOR = 5000;

/** A call as a screen makes it, and a bare query that reads as many rows of the same file. */
interface Check {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  readonly sql: string;
}

/**
 * Lists of a collector with 1,000 people, 10,000 keys and 100,000 audit entries, beside bare SQLite.
 *
 * The calls are whole ones, with permission check and the check of input and output, without a transport.
 *
 * @throws Error when the audit chain of what was made is not whole: the numbers would be of something else
 */
export async function runAdministration(log: Log, tell: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-bench-'));
  const open = () => openCollector({ dataDir: folder, log, listen: null });
  try {
    await (await open()).close();
    tell(`${GROUP}: filling`);
    const seedMs = performance.now();
    const place = await seedAdministration(folder, SIZES);
    const perEntryUs = ((performance.now() - seedMs) * 1000) / SIZES.entries;
    const collector = await open();
    const bare = new Database(join(folder, 'catalog.db'), { readonly: true });
    try {
      const figures = [
        plainFigure(GROUP, 'an audit entry written, many at once', perEntryUs, 'us'),
      ];
      for (const check of checksOf(collector, place)) {
        tell(`${GROUP}: ${check.name}`);
        figures.push(...(await measure(check, bare)));
      }
      tell(`${GROUP}: chain`);
      const verified = { ok: false };
      const verifyMs = await time(async () => {
        verified.ok = (await collector.client.audit.verify()).ok;
      });
      if (!verified.ok) throw new Error('The audit chain of the measured catalog is not whole.');
      return [...figures, plainFigure(GROUP, 'check of the whole audit chain', verifyMs, 'ms')];
    } finally {
      bare.close();
      await collector.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ name, call, sql }: Check, bare: Database.Database): Promise<Figure[]> {
  const statement = bare.prepare(sql);
  const ours = await sampleOf(call);
  const limit = percentile(await sampleOf(async () => statement.all()), 0.5);
  const p99 = percentile(ours, 0.99);
  return [
    ratioFigure(GROUP, `${name}, p50 / bare query`, percentile(ours, 0.5), limit, 'ms'),
    plainFigure(GROUP, `${name}, p99`, p99, 'ms', atMost(PAGE_MS)),
  ];
}

/** Times of a call, ms. */
async function sampleOf(call: () => Promise<unknown>): Promise<number[]> {
  for (let round = 0; round < WARM_UPS; round += 1) await call();
  const sample: number[] = [];
  const start = performance.now();
  while (
    sample.length < FEWEST_ROUNDS ||
    (sample.length < ROUNDS && performance.now() - start < CHECK_MS)
  ) {
    sample.push(await time(call));
  }
  return sample;
}

function checksOf({ client }: Collector, { organizationId, projectId }: SeededPlace): Check[] {
  const keys = { projectId, limit: 100 };
  const entries = { organizationId, limit: 50 };
  const ofProject = `FROM api_key WHERE project_id = '${projectId}'`;
  const newest = 'ORDER BY sequence DESC LIMIT 51';
  return [
    {
      name: 'people, all 1,000',
      call: () => client.people.list({ organizationId }),
      sql: 'SELECT * FROM person',
    },
    {
      name: 'members of a project, all 500',
      call: () => client.members.list({ projectId }),
      sql: 'SELECT * FROM project_member JOIN person ON person.id = person_id',
    },
    {
      name: 'whom to add, by part of a name',
      call: () => client.members.candidates({ projectId, search: '777' }),
      sql: 'SELECT * FROM person WHERE id NOT IN (SELECT person_id FROM project_member)',
    },
    {
      name: 'keys, a page by last use',
      call: () => client.keys.list({ ...keys, sort: 'lastUsed' }),
      sql: `SELECT * ${ofProject} ORDER BY last_used_ms DESC LIMIT 100`,
    },
    {
      name: 'keys, searched',
      call: () => client.keys.list({ ...keys, search: 'service 77' }),
      sql: `SELECT * ${ofProject} AND name LIKE '%service 77%'`,
    },
    {
      name: 'audit, first page',
      call: () => client.audit.list(entries),
      sql: `SELECT * FROM audit_entry ${newest}`,
    },
    {
      name: 'audit, page among the oldest',
      call: () => client.audit.list({ ...entries, cursor: DEEP_CURSOR }),
      sql: `SELECT * FROM audit_entry WHERE sequence < ${DEEP_CURSOR} ${newest}`,
    },
    {
      name: 'audit, project.*',
      call: () => client.audit.list({ ...entries, action: 'project.*' }),
      sql: `SELECT * FROM audit_entry WHERE action LIKE 'project.%' ${newest}`,
    },
    {
      name: 'audit, text of one entry in 500',
      call: () => client.audit.list({ ...entries, text: 'mira.okafor' }),
      sql: `SELECT * FROM audit_entry WHERE after LIKE '%mira.okafor%' ${newest}`,
    },
    {
      name: 'audit, text of none of 100,000',
      call: () => client.audit.list({ ...entries, text: 'not there at all' }),
      sql: `SELECT * FROM audit_entry WHERE after LIKE '%not there at all%'`,
    },
    {
      name: 'who may read traces',
      call: () =>
        client.access.holders({
          organizationId,
          permission: 'traces:read',
          inProjectId: projectId,
        }),
      sql: `SELECT * ${ofProject}`,
    },
  ];
}
