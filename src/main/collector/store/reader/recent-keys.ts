import type { AttributeScope } from '../../../../shared/visibility.ts';
import type { MessageKind } from '../../otlp/protobuf-to-json.ts';
import type { Signal } from '../../otlp/types.ts';
import type { AttributePlace } from '../../visibility/message-keys.ts';
import { Rewriter } from '../../visibility/rewriter.ts';
import { SIGNALS } from '../day-files.ts';
import type { FoundKeys, KeyCoverage } from '../types.ts';
import type { DataFiles } from './data-files.ts';
import { readBodies, readContext, readHeader } from './segment-bodies.ts';
import { Slices } from './slices.ts';
import { skipDamage } from './trace-segments.ts';

/** Records of each signal that are looked at, newest segments first. */
const MAX_RECORDS = 5_000;
/** Keys counted, and of these told. */
const MAX_COUNTED = 10_000;
const MAX_TOLD = 200;

const KINDS: Readonly<Record<Signal, MessageKind>> = {
  traces: 'span',
  logs: 'log',
  metrics: 'metric',
};

/** Attribute keys of the newest records of a project that a rule would be about, the most frequent first. */
export async function recentKeys(
  files: DataFiles,
  projectId: string,
  { pattern, match, scopes }: KeyCoverage,
): Promise<FoundKeys> {
  const counts = new Map<string, { scope: AttributeScope; key: string; count: number }>();
  const count = (place: AttributePlace, key: string): void => {
    const scope = scopes.includes(place) ? place : 'message';
    const name = `${scope} ${key}`;
    const known = counts.get(name);
    if (known !== undefined) known.count++;
    else if (counts.size < MAX_COUNTED) counts.set(name, { scope, key, count: 1 });
  };
  const rules = [{ pattern, match, scopes, verdict: 'seen' }] as const;
  const rewriter = new Rewriter({ rules }, { seen: count });
  let records = 0;
  for (const signal of SIGNALS) {
    records += await readNewest(files, projectId, signal, (kind, body) =>
      rewriter.rewrite(kind, body),
    );
  }
  const keys = [...counts.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  return { keys: keys.slice(0, MAX_TOLD), records, truncated: keys.length > MAX_TOLD };
}

/** Shows the newest records of a signal, and the resources and scopes of their segments; how many records. */
async function readNewest(
  files: DataFiles,
  projectId: string,
  signal: Signal,
  show: (kind: MessageKind, body: Uint8Array) => void,
): Promise<number> {
  const slices = new Slices();
  let records = 0;
  for (const { path } of files.list(projectId, signal)) {
    let id = files.open(path)?.lastSegment() ?? 0;
    for (; id > 0; id = files.open(path)?.previousSegment(id) ?? 0) {
      if (records >= MAX_RECORDS) return records;
      skipDamage(() => {
        const reader = files.reopen(path);
        if (reader.segment(id) === undefined) return;
        const header = readHeader(reader, signal, id);
        const { resources, scopes } = readContext(reader, id);
        for (const { bytes } of resources) show('resource', bytes);
        for (const { bytes } of scopes) show('scope', bytes);
        const take = Math.min(header.count, MAX_RECORDS - records);
        const ordinals = Array.from({ length: take }, (_, ordinal) => ordinal);
        for (const { bytes } of readBodies(reader, id, header, ordinals))
          show(KINDS[signal], bytes);
        records += take;
      });
      if (slices.due) await slices.next();
    }
  }
  return records;
}
