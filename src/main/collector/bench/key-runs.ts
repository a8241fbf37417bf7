import { hash } from 'node:crypto';
import { KeyRing } from '../keys/key-ring.ts';
import { newKeyRow } from '../keys/new-key.ts';
import { toEntry, useOf } from '../keys/key-row.ts';
import { atMost, plainFigure, ratioFigure, type Figure } from './report.ts';

const KEYS = 10_000;
const CHECKS = 200_000;
/** Keys in turn, so that each check meets another one. */
const SENT = 1000;

/** CPU of telling whose request it is among 10,000 keys, half of them limited to addresses. */
export function runKeys(): Figure[] {
  const ring = new KeyRing({ now: () => Date.now() });
  const secrets: string[] = [];
  for (let i = 0; i < KEYS; i++) {
    const allowedAddresses = i % 2 === 0 ? ['10.0.0.0/8', '192.168.0.0/16', '2001:db8::/32'] : [];
    const { row, secret } = newKeyRow(
      { projectId: 'prj_bench', name: '', kind: 'single', scopes: ['ingest'], allowedAddresses },
      null,
      Date.now(),
    );
    ring.set(toEntry(row, useOf(row)));
    if (i < SENT) secrets.push(secret);
  }
  const requests = secrets.map((secret) => ({
    'content-type': 'application/x-protobuf',
    'user-agent': 'OTel-OTLP-Exporter-Python/1.40.0',
    authorization: `Bearer ${secret}`,
  }));
  const check = (i: number) => {
    const answer = ring.authenticate(requests[i % SENT]!, true, '10.1.2.3');
    if (!answer.ok) throw new Error(answer.reason);
  };
  const sha256 = (i: number) => hash('sha256', secrets[i % SENT]!, 'hex');
  const checkUs = cpuOf(check);
  const hashUs = cpuOf(sha256);
  return [
    plainFigure(
      'keys',
      `a key told from ${KEYS.toLocaleString('en-US')}, CPU`,
      checkUs,
      'us',
      atMost(5),
    ),
    // Two hashes are needed: one tells a mistyped key, the other finds it.
    ratioFigure('keys', 'the same beside two SHA-256', checkUs, 2 * hashUs, 'us'),
  ];
}

/** CPU of one call, us; run once before to warm up. */
function cpuOf(work: (i: number) => unknown): number {
  for (let i = 0; i < CHECKS / 4; i++) work(i);
  const before = process.cpuUsage();
  for (let i = 0; i < CHECKS; i++) work(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CHECKS;
}
