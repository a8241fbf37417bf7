import type { Client } from './connect.ts';
import { formatTable, type Output } from './output.ts';

type OneTrace = Parameters<Client['traces']['marks']>[0];
type OneSpan = Parameters<Client['traces']['linkedFrom']>[0];

/** Prints events, exceptions and log records of a trace, the earliest first. */
export async function printMarks(client: Client, output: Output, one: OneTrace): Promise<void> {
  const { marks, isCut } = await client.traces.marks(one);
  const inTime = marks.toSorted(
    (a, b) =>
      Number(BigInt(a.timeUnixNano) - BigInt(b.timeUnixNano)) ||
      a.spanId.localeCompare(b.spanId) ||
      a.text.localeCompare(b.text),
  );
  if (output.json) for (const mark of inTime) output.result(mark, '');
  else {
    const rows = inTime.map(({ timeUnixNano, kind, spanId, severity, text }) => [
      isoOf(BigInt(timeUnixNano)),
      kind,
      spanId,
      severityName(severity),
      text,
    ]);
    output.result(null, formatTable(['TIME', 'KIND', 'SPAN', 'SEVERITY', 'TEXT'], rows));
  }
  if (isCut) output.note('There are more than are shown.');
}

/** Prints all spans with a link to one, the latest first. */
export async function printLinking(client: Client, output: Output, one: OneSpan): Promise<void> {
  const rows: (string | number)[][] = [];
  let after: OneSpan['after'];
  do {
    const page = await client.traces.linkedFrom({
      ...one,
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    for (const span of page.spans) {
      if (output.json) output.result(span, '');
      else {
        const { traceId, spanId, startUs, name, service, status, durationUs } = span;
        const ms = Math.round(durationUs / 1000);
        rows.push([traceId, spanId, isoOf(BigInt(startUs) * 1000n), name, service, status, ms]);
      }
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  const headings = ['TRACE', 'SPAN', 'STARTED', 'NAME', 'SERVICE', 'STATUS', 'MS'];
  if (!output.json) output.result(null, formatTable(headings, rows));
}

const SEVERITIES = ['', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** @param severity number of OTLP, 1 to 24, four for each name; 0 for none */
function severityName(severity: number): string {
  return SEVERITIES[Math.ceil(severity / 4)] ?? String(severity);
}

/** @param nanos since the Unix epoch; 0 when unknown */
function isoOf(nanos: bigint): string {
  return nanos === 0n ? '' : new Date(Number(nanos / 1_000_000n)).toISOString();
}
