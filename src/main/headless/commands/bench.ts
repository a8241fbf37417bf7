import { Option, type Command } from 'commander';
import { BENCH_PARTS, type BenchPart } from '../../collector/bench/parts.ts';
import type { Figure } from '../../collector/bench/report.ts';
import { AppError } from '../../../shared/errors.ts';
import { createOutput, formatTable } from '../output.ts';
import { stderrLog } from '../stderr-log.ts';
import type { GlobalOptions } from '../with-client.ts';

interface BenchCommandOptions extends GlobalOptions {
  readonly spans: string;
  readonly quick?: boolean;
  readonly only?: BenchPart;
}

/** `spanward bench` */
export function addBenchCommand(program: Command): void {
  program
    .command('bench')
    .description(
      'Measure speed, disk and memory on this machine, beside what the machine itself can do',
    )
    .option(
      '--spans <count>',
      'spans stored for the query measurements; 10000000 for the large run',
      '1000000',
    )
    .option('--quick', 'fewer spans, for a first look')
    .addOption(new Option('--only <part>', 'one part instead of all').choices(BENCH_PARTS))
    .action(async (_options: object, command: Command) => {
      const options = command.optsWithGlobals<BenchCommandOptions>();
      const output = createOutput(options.json === true);
      const spans = Number(options.spans);
      if (!Number.isInteger(spans) || spans < 1000) {
        throw new AppError(
          'invalid',
          `--spans "${options.spans}" is not a whole number of at least 1000.`,
        );
      }
      const quick = options.quick === true;
      const { runBench } = await import('../../collector/bench/bench.ts');
      const figures = await runBench({
        spans: quick ? Math.min(spans, 100_000) : spans,
        quick,
        only: options.only,
        log: stderrLog('warn'),
        tell: (text) => output.note(`measuring: ${text}`),
      });
      output.result(
        { figures },
        formatTable(
          ['', 'FIGURE', 'VALUE', 'UNIT', 'LIMIT', 'RATIO', 'TARGET', ''],
          figures.map(toRow),
        ),
      );
    });
}

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: value >= 100 ? 6 : 3 });

function toRow(figure: Figure): string[] {
  const { group, name, value, unit, limit, ratio, target, met } = figure;
  return [
    group,
    name,
    number(value),
    unit,
    limit === null ? '' : number(limit),
    ratio === null ? '' : ratio.toFixed(2),
    target === null ? '' : `${target.kind === 'at least' ? '>=' : '<='} ${target.value}`,
    met === null ? '' : met ? 'met' : 'MISSED',
  ];
}
