import { expect, it } from 'vitest';
import { exportResponse, RPC_CODE, statusBody } from './responses.ts';

function json(body: Uint8Array): unknown {
  return JSON.parse(Buffer.from(body).toString());
}

it('answers full success with an empty message', () => {
  expect(exportResponse('traces', 'protobuf')).toHaveLength(0);
  expect(json(exportResponse('traces', 'json'))).toEqual({});
});

it.each([
  ['traces', 'rejectedSpans'],
  ['logs', 'rejectedLogRecords'],
  ['metrics', 'rejectedDataPoints'],
] as const)('names the rejected unit of %s', (signal, field) => {
  expect(json(exportResponse(signal, 'json', 3, 'why'))).toEqual({
    partialSuccess: { [field]: '3', errorMessage: 'why' },
  });
  expect(Buffer.from(exportResponse(signal, 'protobuf', 3, 'why')).toString('hex')).toBe(
    '0a0708031203776879',
  );
});

it('warns with a message alone', () => {
  expect(json(exportResponse('logs', 'json', 0, 'careful'))).toEqual({
    partialSuccess: { errorMessage: 'careful' },
  });
});

it('writes google.rpc.Status with a RetryInfo', () => {
  expect(json(statusBody('json', RPC_CODE.unavailable, 'busy', 2))).toEqual({
    code: 14,
    message: 'busy',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }],
  });
  const type = Buffer.from('type.googleapis.com/google.rpc.RetryInfo');
  const any = Buffer.concat([
    Buffer.from([0x0a, type.length]),
    type,
    Buffer.from('12040a020802', 'hex'),
  ]);
  expect(Buffer.from(statusBody('protobuf', RPC_CODE.resourceExhausted, 'busy', 2))).toEqual(
    Buffer.concat([Buffer.from('0808120462757379', 'hex'), Buffer.from([0x1a, any.length]), any]),
  );
  expect(Buffer.from(statusBody('protobuf', RPC_CODE.invalidArgument, 'x')).toString('hex')).toBe(
    '0803120178',
  );
});

it('cuts endless messages', () => {
  expect(exportResponse('traces', 'protobuf', 1, 'x'.repeat(1e6)).length).toBeLessThan(2_100);
});
