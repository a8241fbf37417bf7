import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import {
  AUDIT_FORMATS,
  MAX_AUDIT_PAGE,
  type AuditEntry,
  type AuditFilter,
  type AuditFormat,
} from '../../../shared/contract/audit.ts';
import { verifyExport } from '../../collector/audit/verify-export.ts';
import type { Client } from '../connect.ts';
import { parseDuration } from '../duration.ts';
import { createOutput, formatTable } from '../output.ts';
import { readLimit } from '../read-limit.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';
import { writeExport, type ExportPiece } from '../write-export.ts';

interface FilterOptions {
  readonly action?: string;
  readonly actor?: string;
  readonly resource?: string;
  readonly project?: string;
  readonly since?: string;
  readonly text?: string;
}

interface ExportOptions extends FilterOptions {
  readonly format: AuditFormat;
  readonly output: string;
}

/** `spanward audit list|verify|export|public-key|verify-export` */
export function addAuditCommands(program: Command): void {
  const audit = program
    .command('audit')
    .description('Who did what: list, check, export and verify exports');

  withFilters(audit.command('list').description('Entries, the newest first'))
    .option('--limit <count>', 'at most so many', '100')
    .action((options: FilterOptions & { limit: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const filter = await readFilter(client, options);
        const entries = await listEntries(client, filter, readLimit(options.limit));
        if (output.json) for (const entry of entries) output.result(entry, '');
        else output.result(null, describeEntries(entries));
      }),
    );

  audit
    .command('verify')
    .description('Check every entry, the chain and its head; fails when anything is wrong')
    .action((_options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const found = await client.audit.verify();
        const text = found.ok
          ? `Entries ${found.firstSequence} to ${found.lastSequence} are as they were written.`
          : `WRONG at entry ${found.problem!.sequence}: ${found.problem!.message}`;
        output.result(found, `${text}\nHead ${found.lastSequence} ${found.lastHash}`);
        if (!found.ok) process.exitCode = 1;
      }),
    );

  withFilters(audit.command('export').description('Write entries to a file and sign it'))
    .requiredOption('-o, --output <file>', 'file to write; the signature goes to <file>.sig')
    .addOption(
      new Option('--format <format>', 'how to write it').choices(AUDIT_FORMATS).default('ndjson'),
    )
    .action((options: ExportOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const filter = await readFilter(client, options);
        const written = await exportTo(client, filter, options.format, options.output);
        output.result(
          written,
          `Wrote ${written.entries.toLocaleString('en-US')} entries to ${written.file}, signature in ${written.signatureFile}.`,
        );
      }),
    );

  audit
    .command('public-key')
    .description('Print the key that exports of this instance are verified with (PEM)')
    .action((_options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const key = await client.audit.publicKey();
        output.result(key, key.pem.trimEnd());
        output.note(`Fingerprint (SHA-256): ${key.fingerprint}`);
      }),
    );

  audit
    .command('verify-export')
    .argument('<file>')
    .description('Whether a file is what an instance exported; needs no instance')
    .requiredOption('--signature <file>', 'signature that came with it')
    .requiredOption('--key <file>', 'public key of the instance (PEM)')
    .action(async (file: string, options: { signature: string; key: string }, command: Command) => {
      const output = createOutput(command.optsWithGlobals<GlobalOptions>().json === true);
      const check = await verifyExport(file, options.signature, options.key);
      const text = check.ok
        ? `${file} is unchanged since the instance with key ${check.keyFingerprint} exported it.`
        : `WRONG: ${file}, the signature and the key do not belong together.`;
      output.result(check, text);
      if (!check.ok) process.exitCode = 1;
    });
}

function withFilters(command: Command): Command {
  return command
    .option('--action <action>', 'such as key.created, or project.*')
    .option('--actor <actor>', 'id, name or kind (local, person, key, system) of who did it')
    .option('--resource <resource>', 'id, name or type of what it was done to')
    .option(...PROJECT_OPTION)
    .option('--since <duration>', 'in the last 1h, 7d, ...')
    .option('--text <text>', 'part of any field');
}

async function readFilter(client: Client, options: FilterOptions): Promise<AuditFilter> {
  const { action, actor, resource, text } = options;
  const since =
    options.since === undefined
      ? undefined
      : new Date(Date.now() - parseDuration(options.since, '--since') * 1000).toISOString();
  const projectId =
    options.project === undefined ? undefined : (await findProject(client, options.project)).id;
  const given = Object.entries({ action, actor, resource, text, since, projectId });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

async function listEntries(
  client: Client,
  filter: AuditFilter,
  limit: number,
): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: number | undefined;
  while (entries.length < limit) {
    const page = await client.audit.list({
      ...filter,
      limit: Math.min(MAX_AUDIT_PAGE, limit - entries.length),
      ...(cursor === undefined ? {} : { cursor }),
    });
    entries.push(...page.entries);
    if (page.next === null) break;
    cursor = page.next;
  }
  return entries;
}

function describeEntries(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => [
    String(entry.sequence),
    entry.at,
    entry.actor.name,
    entry.action,
    entry.resource.name || entry.resource.id || entry.resource.type,
    [entry.from.via, entry.from.address].filter(Boolean).join(' '),
  ]);
  return formatTable(['ENTRY', 'TIME', 'WHO', 'WHAT', 'ON', 'FROM'], rows);
}

async function exportTo(client: Client, filter: AuditFilter, format: AuditFormat, file: string) {
  const signatureFile = `${file}.sig`;
  let signed = { sha256: '', signature: '' };
  async function* pieces(): AsyncGenerator<ExportPiece> {
    for await (const piece of await client.audit.export({ ...filter, format })) {
      if (piece.type === 'signed') signed = piece;
      else yield { bytes: Buffer.from(piece.text), records: piece.entries };
    }
  }
  const entries = await writeExport(file, pieces());
  writeFileSync(signatureFile, `${signed.signature}\n`, { mode: 0o600 });
  return { file, signatureFile, entries, sha256: signed.sha256 };
}
