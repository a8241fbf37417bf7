import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { UsageNumbers } from '../../../src/shared/contract/usage.ts';
import { type SpanSpec } from '../../support/export-request.ts';
import { openMetered } from './open-metered.ts';
import { newTraceId } from '../../support/ids.ts';

/** A span out of a few, so that the same one comes again, also with another key, and calls come around calls. */
interface SpanChoice {
  readonly trace: number;
  readonly span: number;
  readonly parent: number | null;
  readonly tokens: number;
}

const choice: fc.Arbitrary<SpanChoice> = fc.record({
  trace: fc.integer({ min: 0, max: 3 }),
  span: fc.integer({ min: 1, max: 9 }),
  parent: fc.option(fc.integer({ min: 1, max: 9 })),
  tokens: fc.integer({ min: 0, max: 500 }),
});

/** Requests sent together, each with one of three keys. */
const round = fc.array(
  fc.record({
    key: fc.integer({ min: 0, max: 2 }),
    spans: fc.array(choice, { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 5 },
);

const spanId = (span: number): string => span.toString(16).padStart(16, '0');

function toSpan(
  { trace, span, parent, tokens }: SpanChoice,
  traceIds: readonly string[],
): SpanSpec {
  return {
    traceId: traceIds[trace]!,
    spanId: spanId(span),
    // Only upwards: a real trace has no circles.
    ...(parent !== null && parent < span && { parentSpanId: spanId(parent) }),
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': tokens,
      'gen_ai.usage.output_tokens': 1,
    },
  };
}

function sum(all: readonly UsageNumbers[], name: keyof UsageNumbers): number {
  return all.reduce((total, numbers) => total + numbers[name], 0);
}

it('usage by key and by day add up to the usage of the project, and to what is stored', async () => {
  const { client, collector, key, projectId, send, pass } = await openMetered();
  const others = await Promise.all(
    ['b', 'c'].map((name) => client.keys.create({ projectId, name })),
  );
  const secrets = [key, ...others].map(({ secret }) => secret);
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 4 }), async (rounds) => {
      const traceIds = Array.from({ length: 4 }, () => newTraceId());
      for (const requests of rounds) {
        const answers = await Promise.all(
          requests.map((request) =>
            send(
              request.spans.map((span) => toSpan(span, traceIds)),
              secrets[request.key],
            ),
          ),
        );
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
        pass(60_000);
      }
      const { total, days, sources } = await client.usage.report({ projectId });
      for (const name of Object.keys(total) as (keyof UsageNumbers)[]) {
        expect(sum(days, name)).toBeCloseTo(total[name], 9);
        expect(sum(sources, name)).toBeCloseTo(total[name], 9);
      }
      const project = await client.projects.get({ projectId });
      const { totals } = await client.traces.list({ projectId });
      expect(total.spans).toBe(project.spanCount);
      expect(total.inputTokens + total.outputTokens).toBe(totals.tokens);
      expect(total.costUsd).toBeCloseTo(totals.costUsd, 9);
    }),
    { numRuns: 60 },
  );
  expect(collector.log.lines.filter((line) => line.includes('failed'))).toEqual([]);
});
