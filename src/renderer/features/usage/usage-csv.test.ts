import { expect, it } from 'vitest';
import { usageCsv } from './usage-csv.ts';

it('writes a line for each day, numbers without separators', () => {
  const day = {
    date: '2026-11-21',
    spans: 12_481,
    logs: 1,
    metricPoints: 2,
    requests: 30,
    requestsRefused: 4,
    bytesReceived: 1_000_000,
    bytesStored: 200_000,
    inputTokens: 1000,
    outputTokens: 200,
    costUsd: 0.0045,
  };
  expect(usageCsv({ days: [day] })).toBe(
    'date,spans,logs,metricPoints,requests,requestsRefused,bytesReceived,bytesStored,inputTokens,outputTokens,costUsd\r\n' +
      '2026-11-21,12481,1,2,30,4,1000000,200000,1000,200,0.0045\r\n',
  );
  expect(usageCsv({ days: [day], hiddenFields: ['inputTokens', 'costUsd'] })).toContain(
    '\r\n2026-11-21,12481,1,2,30,4,1000000,200000,,200,\r\n',
  );
});
