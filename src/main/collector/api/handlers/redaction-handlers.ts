import type { CoverageStep, RedactionRules } from '../../../../shared/contract/redaction.ts';
import type { ViewerId } from '../../../../shared/contract/visibility.ts';
import { AppError } from '../../../../shared/errors.ts';
import { inWords } from '../../../../shared/permissions.ts';
import { actorOf } from '../../audit/actor.ts';
import { auditFile } from '../../redaction/audit-file.ts';
import type { Changes } from '../../redaction/redaction-service.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Rows of the redaction audit in a file at most. */
const MAX_EXPORTED = 100_000;
const TOO_MANY_ROWS = `More than ${MAX_EXPORTED.toLocaleString('en-US')} rows: narrow them with from and to, or by type, rule, key, service or environment.`;

type CoverageInput = Changes<RedactionRules> & {
  readonly projectId: string;
  readonly viewAs?: ViewerId | undefined;
  readonly records: number;
  readonly seconds: number;
};

/** Handlers of `contract.redaction`. */
export function redactionHandlers(
  os: ReturnType<typeof procedures>['redaction'],
  { redaction, telemetry, access, events }: Services,
) {
  const cover = (context: CallContext, input: CoverageInput): AsyncIterable<CoverageStep> => {
    const { projectId, viewAs, records, seconds, ...wanted } = input;
    // Who can count what rules find can find out what is stored.
    if (!access.may(context.principal, 'traces:read', projectId)) {
      throw new AppError(
        'forbidden',
        `To see what rules find takes a role that allows ${inWords('traces:read')} as well.`,
      );
    }
    const view = telemetry.readable(context, projectId, viewAs);
    return redaction.cover(projectId, wanted, view, { records, seconds });
  };
  // Open windows show by which rules what arrives is stored.
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'projects' });
    return answer;
  };
  return {
    get: os.get.handler(({ input }) => redaction.state(input.projectId)),
    set: os.set.handler(async ({ input, context }) => {
      const { projectId, ...wanted } = input;
      return changed({ rules: await redaction.change(projectId, wanted, actorOf(context)) });
    }),
    test: os.test.handler(async ({ input }) => {
      const { projectId, text, key, ...wanted } = input;
      const [tried] = await redaction.try(projectId, [{ key, text }], wanted);
      const { key: _, ...result } = tried!;
      return result;
    }),
    testFields: os.testFields.handler(async ({ input }) => {
      const { projectId, fields, ...wanted } = input;
      return { fields: await redaction.try(projectId, fields, wanted) };
    }),
    coverage: os.coverage.handler(async ({ input, context, signal }) => {
      for await (const step of cover(context, input)) {
        // Nobody waits for it any more.
        if (signal?.aborted === true) break;
        if (step.step === 'looking') continue;
        const { step: _, ...found } = step;
        return found;
      }
      throw new AppError('unavailable', 'The coverage ended early; try again.');
    }),
    watchCoverage: os.watchCoverage.handler(async function* ({ input, context }) {
      yield* cover(context, input);
    }),
    audit: os.audit.handler(async ({ input, context }) => {
      const { projectId, limit, ...query } = input;
      const sight = telemetry.readable(context, projectId);
      return { rows: await redaction.audit(projectId, query, limit, sight) };
    }),
    auditFile: os.auditFile.handler(async ({ input, context }) => {
      const { projectId, format, ...query } = input;
      const sight = telemetry.readable(context, projectId);
      const rows = await redaction.audit(projectId, query, MAX_EXPORTED + 1, sight);
      // A file that lacks rows without a word would be taken for the whole.
      if (rows.length > MAX_EXPORTED) throw new AppError('invalid', TOO_MANY_ROWS);
      return auditFile(rows, format);
    }),
    summary: os.summary.handler(async ({ input, context }) => {
      const { projectId, bucket, ...query } = input;
      const sight = telemetry.readable(context, projectId);
      return redaction.summary(projectId, query, bucket, sight);
    }),
    instance: os.instance.handler(() => redaction.instance),
    setInstance: os.setInstance.handler(async ({ input, context }) =>
      changed(await redaction.changeInstance(input, actorOf(context))),
    ),
  };
}
