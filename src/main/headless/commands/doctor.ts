import type { Command } from 'commander';
import { doctorLines } from '../../../shared/doctor-lines.ts';
import { withClient, type GlobalOptions } from '../with-client.ts';

const MARKS = { ok: 'ok      ', warning: 'warning ', failed: 'FAILED  ' } as const;

/** `spanward doctor` */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Check the data folder and every file in it')
    .action((_options: object, command: Command) =>
      withClient(command.optsWithGlobals<GlobalOptions>(), async (client, output) => {
        const report = await client.collector.doctor();
        const lines = doctorLines(report.checks).map(
          (check) => `${MARKS[check.state]} ${check.name}: ${check.message}`,
        );
        output.result(
          report,
          [
            ...lines,
            report.healthy ? 'Everything is in order.' : 'Something is wrong, see above.',
          ].join('\n'),
        );
        if (!report.healthy) process.exitCode = 1;
      }),
    );
}
