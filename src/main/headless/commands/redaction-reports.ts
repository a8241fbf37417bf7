import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { countOf } from '../../../shared/count-of.ts';
import {
  CustomRule,
  RedactionRules,
  type Coverage,
  type FoundRow,
  type RedactionAuditQuery,
} from '../../../shared/contract/redaction.ts';
import { AppError } from '../../../shared/errors.ts';
import { isObject } from '../../../shared/genai/json-value.ts';
import type { JsonValue } from '../../../shared/genai/llm-view.ts';
import { secondsFor } from '../../../shared/redaction.ts';
import { parseDuration } from '../duration.ts';
import type { Client } from '../connect.ts';
import { formatCount, formatTable, type Output } from '../output.ts';
import { readText } from '../read-text.ts';
import { visible } from '../visible.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

interface AuditOptions extends Pick<
  RedactionAuditQuery,
  'type' | 'rule' | 'key' | 'service' | 'environment' | 'mode'
> {
  readonly project: string;
  readonly since?: string;
  readonly format?: 'csv' | 'json';
  readonly output?: string;
}

interface CoverageOptions {
  readonly project: string;
  readonly records: string;
  readonly rules?: string;
}

/** Rows that the table has at most, the newest. */
const MAX_ROWS = 1000;
/** Progress is told again after so many parts of a hundred. */
const TELL_EVERY_PERCENT = 10;

/** `spanward redaction audit|coverage` */
export function addRedactionReports(redaction: Command): void {
  redaction
    .command('audit')
    .description('How often what was found where')
    .requiredOption(...PROJECT_OPTION)
    .option('--since <duration>', 'in the last 24h, 7d, ...')
    .option('--type <type>', 'a kind, or the type of a rule of your own')
    .option('--rule <rule>', 'what found it')
    .option('--key <key>', 'attribute key')
    .option('--service <service>')
    .option('--environment <environment>')
    .addOption(new Option('--mode <mode>', 'replaced (on) or counted').choices(['detect', 'on']))
    .addOption(new Option('--format <format>', 'all rows as a file').choices(['csv', 'json']))
    .option('-o, --output <file>', 'where to write it; else to the screen')
    .action((options: AuditOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { project, since, format, output: file, ...fields } = options;
        const { id } = await findProject(client, project);
        const query = { projectId: id, ...fields, ...rangeOf(since) };
        if (format === undefined && file === undefined) {
          const { rows } = await client.redaction.audit({ ...query, limit: MAX_ROWS });
          output.result({ rows }, auditTable(rows));
          if (rows.length === MAX_ROWS) {
            output.note(`The newest ${formatCount(MAX_ROWS)} rows; --format csv has all.`);
          }
          return;
        }
        const blob = await client.redaction.auditFile({ ...query, format: format ?? 'csv' });
        const text = await blob.text();
        if (file === undefined) process.stdout.write(visible(text, '\r\n\t'));
        else {
          writeFileSync(file, text, { mode: 0o600 });
          output.result({ file, bytes: blob.size }, `Wrote ${file}.`);
        }
      }),
    );

  redaction
    .command('coverage')
    .description('What the rules would find in the newest records; nothing is changed')
    .requiredOption(...PROJECT_OPTION)
    .option('--records <count>', 'newest spans, log records and metrics each, or "all"', '1000')
    .option('--rules <file>', 'JSON of rules to look with in place of the stored ones')
    .action((options: CoverageOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id } = await findProject(client, options.project);
        const records = readCount(options.records);
        const found = await cover(client, output, {
          ...readRules(options.rules),
          projectId: id,
          records,
          seconds: secondsFor(records),
        });
        output.result(found, describeCoverage(found));
      }),
    );
}

/** Says how far it is until it has ended; whoever interrupts the command ends it. */
async function cover(
  client: Client,
  output: Output,
  input: Parameters<Client['redaction']['watchCoverage']>[0],
): Promise<Coverage> {
  let told = 0;
  for await (const step of await client.redaction.watchCoverage(input)) {
    if (step.step === 'found') {
      const { step: _, ...found } = step;
      return found;
    }
    const percent = Math.floor(step.done * 100);
    if (percent < told + TELL_EVERY_PERCENT) continue;
    told = percent;
    output.note(`${percent} %, ${countOf(step.records, 'record')}`);
  }
  throw new AppError('unavailable', 'The coverage ended early; try again.');
}

/** What was looked at and what was found in it. */
function describeCoverage({ stored, rows, complete, from, to, ...looked }: Coverage): string {
  const records = [
    lookedAt(looked.spans, stored.spans, 'span'),
    lookedAt(looked.logs, stored.logs, 'log record'),
    lookedAt(looked.metrics, stored.metrics, 'metric'),
  ].join(', ');
  const times = from === null || to === null ? '' : `, from ${from} to ${to}`;
  const late = complete ? '' : 'The time was up before all that was asked for was looked at.\n';
  const head = `${late}Looked at ${records}${times}.`;
  return rows.length === 0 ? `${head}\nNothing found.` : `${head}\n\n${foundTable(rows)}`;
}

/** `0 metrics`, `3 spans`, or `the newest 1,000 of 20,000 spans`. */
const lookedAt = (count: number, stored: number, noun: string): string =>
  count < stored
    ? `the newest ${formatCount(count)} of ${countOf(stored, noun)}`
    : countOf(count, noun);

/** Rules in a file, as the REST call takes them; none without a file. @throws AppError `invalid` */
export function readRules(file: string | undefined): Partial<RedactionRules> {
  if (file === undefined) return {};
  const rules = readJson(file);
  if (!isObject(rules)) {
    const example = 'write an object such as {"dropKeys": []}.';
    throw new AppError('invalid', `${file} holds no rules: ${example}`);
  }
  refuseUnknown(file, rules, '', RedactionRules.shape);
  const own = Array.isArray(rules['rules']) ? rules['rules'].filter(isObject) : [];
  for (const [index, rule] of own.entries()) {
    refuseUnknown(file, rule, `rules.${index}.`, CustomRule.shape);
  }
  return rules as Partial<RedactionRules>;
}

/** A misspelt field would be passed over, and leave data where somebody believes it gone. */
function refuseUnknown(file: string, fields: object, at: string, known: object): void {
  const unknown = Object.keys(fields).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const names = Object.keys(known).join(', ');
  throw new AppError('invalid', `${file}: there is no "${at}${unknown}". There are: ${names}.`);
}

function readJson(file: string): JsonValue {
  const text = readText(file);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid', `${file} cannot be read as JSON: ${reason}`, { cause: error });
  }
}

function rangeOf(since: string | undefined): { from?: string } {
  if (since === undefined) return {};
  return { from: new Date(Date.now() - parseDuration(since, '--since') * 1000).toISOString() };
}

function readCount(text: string): number {
  if (text === 'all') return Number.MAX_SAFE_INTEGER;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError('invalid', `--records takes a number or "all", not "${text}".`);
}

const PLACES = ['KIND', 'RULE', 'KEY', 'SERVICE', 'ENVIRONMENT'] as const;
const placesOf = (row: FoundRow): string[] => [
  row.type,
  row.rule,
  row.key,
  row.service || '–',
  row.environment || '–',
];

function auditTable(rows: readonly (FoundRow & { hour: string; mode: string })[]): string {
  return formatTable(
    ['HOUR', ...PLACES, 'MODE', 'COUNT'],
    rows.map((row) => [`${row.hour.slice(0, 16)}Z`, ...placesOf(row), row.mode, row.count]),
  );
}

function foundTable(rows: readonly FoundRow[]): string {
  return formatTable(
    [...PLACES, 'COUNT'],
    rows.map((row) => [...placesOf(row), row.count]),
  );
}
