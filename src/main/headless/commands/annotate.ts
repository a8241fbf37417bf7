import type { Command } from 'commander';
import type { ScoreValue, TraceAnnotations } from '../../../shared/contract/annotations.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatTable } from '../output.ts';
import { findProject, PROJECT_OPTION, withClient, type GlobalOptions } from '../with-client.ts';

interface PlaceOptions {
  readonly project: string;
  readonly span?: string;
}

const SPAN = ['--span <id>', 'a span of the trace; default: the trace itself'] as const;

/** `spanward annotate pin|tag|note|score|show` */
export function addAnnotateCommands(program: Command): void {
  const annotate = program
    .command('annotate')
    .description('Pins, tags, notes and scores of traces and spans');

  annotate
    .command('pin')
    .argument('<trace-ids...>')
    .description('Pin traces: retention keeps them longer')
    .requiredOption(...PROJECT_OPTION)
    .option('--off', 'take their pins off instead')
    .action((traceIds: string[], options: { project: string; off?: boolean }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, options.project);
        const pinned = options.off !== true;
        const { changed } = await client.annotations.pin({ projectId, traceIds, pinned });
        output.result({ changed }, `${changed} ${pinned ? 'pinned' : 'no longer pinned'}.`);
      }),
    );

  annotate
    .command('tag')
    .argument('<trace-ids...>')
    .description('Put tags on traces or on a span, and take them off')
    .requiredOption(...PROJECT_OPTION)
    .option(...SPAN)
    .option('--add <tag...>', 'put these on')
    .option('--remove <tag...>', 'take these off')
    .action(
      (
        traceIds: string[],
        options: PlaceOptions & { add?: string[]; remove?: string[] },
        command: Command,
      ) =>
        withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
          const { add = [], remove = [] } = options;
          if (add.length + remove.length === 0) {
            throw new AppError('invalid', 'Say which tags: --add or --remove.');
          }
          const { id: projectId } = await findProject(client, options.project);
          const { changed } = await client.annotations.tag({
            projectId,
            traceIds,
            ...spanOf(options),
            add,
            remove,
          });
          output.result({ changed }, `${changed} changed.`);
        }),
    );

  annotate
    .command('note')
    .argument('<trace-id>')
    .argument('<text>')
    .description('Write a note on a trace or a span of it')
    .requiredOption(...PROJECT_OPTION)
    .option(...SPAN)
    .action((traceId: string, text: string, options: PlaceOptions, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, options.project);
        const place = { projectId, traceId, ...spanOf(options) };
        const note = await client.annotations.addNote({ ...place, text });
        output.result(note, `Noted (${note.id}).`);
      }),
    );

  annotate
    .command('score')
    .argument('<trace-id>')
    .description('Score a trace or a span of it; a score of the same name is replaced')
    .requiredOption(...PROJECT_OPTION)
    .option(...SPAN)
    .requiredOption('--name <name>', 'what is judged')
    .requiredOption('--value <value>', 'a number, true or false, or a label')
    .option('--comment <text>', 'why', '')
    .action(
      (
        traceId: string,
        options: PlaceOptions & { name: string; value: string; comment: string },
        command: Command,
      ) =>
        withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
          const { id: projectId } = await findProject(client, options.project);
          const { name, comment } = options;
          const score = { traceId, ...spanOf(options), name, comment };
          const value = readValue(options.value);
          const { scores } = await client.annotations.score({
            projectId,
            scores: [{ ...score, value }],
          });
          output.result(scores[0]!, `Scored (${scores[0]!.id}).`);
        }),
    );

  annotate
    .command('show')
    .argument('<trace-id>')
    .description('Show what is said of a trace and its spans')
    .requiredOption(...PROJECT_OPTION)
    .action((traceId: string, { project }: { project: string }, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const { id: projectId } = await findProject(client, project);
        const said = await client.annotations.get({ projectId, traceId });
        output.result(said, describe(said));
      }),
    );
}

function spanOf({ span }: PlaceOptions): { spanId?: string } {
  return span === undefined ? {} : { spanId: span };
}

function readValue(text: string): ScoreValue {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

function describe({ pin, tags, notes, scores }: TraceAnnotations): string {
  const rows = [
    ...(pin ? [['pin', 'trace', '', pin.author.name]] : []),
    ...tags.map(({ name, spanId }) => ['tag', spanId ?? 'trace', name, '']),
    ...notes.map(({ text, spanId, author }) => ['note', spanId ?? 'trace', text, author.name]),
    ...scores.map(({ name, value, spanId, author }) => [
      'score',
      spanId ?? 'trace',
      `${name} = ${value}`,
      author.name,
    ]),
  ];
  return rows.length === 0 ? 'Nothing.' : formatTable(['WHAT', 'OF', 'SAYS', 'BY'], rows);
}
