import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeSelfSigned } from '../../src/main/collector/tls/self-signed.ts';
import { createTestFolder, openTestCollector } from '../support/open-test-collector.ts';
import { runProgram } from './support/run-program.ts';
import { defaultProject, listTraces, onlyTrace } from './support/seen-trace.ts';

const SIGNALS = {
  OTEL_SERVICE_NAME: 'shop',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
};

it.each(['http/protobuf', 'http/json', 'grpc'])(
  'the SDK sends over TLS when it is given the certificate, over %s',
  async (protocol) => {
    const collector = await openTestCollector({ tls: { kind: 'self-signed' } });
    const { tls } = await collector.client.collector.status();
    await runProgram('sdk-node/program.mjs', {
      ...SIGNALS,
      OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? collector.grpcUrl : collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_CERTIFICATE: tls!.file,
    });
    const { summary } = await onlyTrace(collector, await defaultProject(collector));
    expect(summary).toMatchObject({ name: 'POST /orders', service: 'shop', spanCount: 2 });
    const { logsAccepted, metricPointsAccepted } = await collector.client.collector.status();
    expect(logsAccepted).toBe(2);
    expect(metricPointsAccepted).toBeGreaterThan(0);
  },
);

it.each(['http/protobuf', 'grpc'])(
  'nothing arrives from an SDK that trusts another certificate, over %s',
  async (protocol) => {
    const collector = await openTestCollector({ tls: { kind: 'self-signed' } });
    const other = join(createTestFolder(), 'other.pem');
    const names = ['localhost', '127.0.0.1'];
    const { certificate } = makeSelfSigned({ names, now: Date.now(), lifetimeMs: 1e9 });
    writeFileSync(other, certificate);
    const run = runProgram('sdk-node/program.mjs', {
      OTEL_SERVICE_NAME: 'shop',
      OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? collector.grpcUrl : collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_CERTIFICATE: other,
      // A client retries what it calls a broken connection for as long as this.
      OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
    });
    await expect(run).rejects.toThrow('self-signed certificate');
    expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);
  },
);
