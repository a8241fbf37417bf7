import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { DayPacker } from './compact/day-packer.ts';
import { DayRedactor } from './rewrite/day-redactor.ts';
import { DayRewriter } from './rewrite/day-rewriter.ts';
import type {
  FromRewriter,
  RewriteCall,
  RewriteCalls,
  RewriteSettings,
  ToRewriter,
} from './rewrite/protocol.ts';
import { removeLeft, unlink, type LeftoverScope } from './rewrite/remove-leftovers.ts';
import type { DayPlace } from './rewrite/types.ts';
import { loadZstd } from './zstd.ts';

/*
 * Entry of the thread that looks through stored days and writes anew what stays of them, or what redaction makes of
 * them.
 */
const port = parentPort!;
const { dataDir, nativeBinding } = workerData as RewriteSettings;
const rewriter = new DayRewriter(dataDir, nativeBinding);
const redactor = new DayRedactor(dataDir, nativeBinding);
const packer = new DayPacker(dataDir, nativeBinding);
/** Calls under way that are to end, by id. */
const cancelled = new Set<number>();

type Method = RewriteCall['method'];
type StageArguments = Parameters<RewriteCalls['stageRedaction']>;

const calls = {
  survey: rewriter.survey.bind(rewriter),
  describe: rewriter.describe.bind(rewriter),
  bytes: rewriter.bytes.bind(rewriter),
  groups: rewriter.groups.bind(rewriter),
  count: rewriter.count.bind(rewriter),
  stage: rewriter.stage.bind(rewriter),
  examine: redactor.examine.bind(redactor),
  unlink,
  removeLeft: (scope: LeftoverScope) => removeLeft(dataDir, scope),
} as unknown as Record<
  Exclude<Method, 'stageRedaction' | 'pack'>,
  (...args: readonly unknown[]) => unknown
>;

function run({ id, method, args }: RewriteCall): unknown {
  if (method === 'pack') return packer.pack(args[0] as DayPlace, () => !cancelled.has(id));
  if (method !== 'stageRedaction') return calls[method](...args);
  return redactor.stage(...(args as StageArguments), {
    tell: (records) => port.postMessage({ id, records } satisfies FromRewriter),
    isCancelled: () => cancelled.has(id),
  });
}

async function answer(call: RewriteCall): Promise<void> {
  const { id } = call;
  try {
    const result = await run(call);
    port.postMessage({ id, result } satisfies FromRewriter);
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, failure: { code, message } } satisfies FromRewriter);
  } finally {
    cancelled.delete(id);
  }
}

await loadZstd();
port.on('message', (message: ToRewriter) => {
  if (message === 'close') process.exit(0);
  if ('cancel' in message) cancelled.add(message.cancel);
  else void answer(message);
});
