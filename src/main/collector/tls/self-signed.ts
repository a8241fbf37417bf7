import { generateKeyPairSync, hash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bits,
  boolean,
  explicit,
  implicit,
  integer,
  octets,
  oid,
  sequence,
  set,
  time,
  utf8,
  type Der,
} from './der.ts';

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

const SERIAL_BYTES = 16;
/** A clock somewhat behind must not call a new certificate one of the future, ms. */
const BACKDATED_MS = 60 * 60 * 1000;

/** A certificate and its private key, as text of PEM files. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly key: string;
}

export interface SelfSignedRequest {
  /** Host names and IP addresses it is good for; at least one. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long it is good for, ms. */
  readonly lifetimeMs: number;
}

/**
 * Makes an ECDSA P-256 key and a certificate for it, signed by itself (RFC 5280).
 *
 * It is no certificate authority: who trusts it trusts this one server, and nothing it might have signed.
 */
export function makeSelfSigned({ names, now, lifetimeMs }: SelfSignedRequest): CertificateAndKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const name = sequence(set(sequence(oid(OID.commonName), utf8('Spanward'))));
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(time(now - BACKDATED_MS), time(now + lifetimeMs)),
    name,
    spki,
    explicit(3, extensions(names, spki)),
  );
  const certificate = sequence(body, algorithm, bits(signature(body, privateKey)));
  return {
    certificate: pem('CERTIFICATE', certificate),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function extension(id: string, inner: Der, critical = false): Der {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(inner));
}

function extensions(names: readonly string[], spki: Buffer): Der {
  return sequence(
    extension(OID.basicConstraints, sequence(), true),
    // digitalSignature, the first of nine bits.
    extension(OID.keyUsage, bits(Buffer.of(0x80), 7), true),
    extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
    extension(OID.subjectAltName, sequence(...names.map(generalName))),
    extension(OID.subjectKeyId, octets(hash('sha256', spki, 'buffer').subarray(0, 20))),
  );
}

function generalName(name: string): Der {
  return isIP(name) === 0
    ? implicit(2, Buffer.from(name, 'latin1'))
    : implicit(7, addressBytes(name));
}

const groups = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

/** The 4 or 16 bytes of an IP address. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes any IPv6 address, also one that ends in an IPv4 one, as groups of hex.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Random and positive (RFC 5280, 4.1.2.2). */
function serialNumber(): Buffer {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}

const signature = (body: Der, key: KeyObject): Buffer =>
  sign('sha256', body, { key, dsaEncoding: 'der' });

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
