import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Probe, ShownCertificate } from '../../../shared/instances.ts';
import { AppError } from '../../../shared/errors.ts';
import { fingerprintOf } from '../../collector/tls/server-trust.ts';
import { readAddress } from './address.ts';
import { reasonOf } from './remote-link.ts';

const PROBE_MS = 10_000;
/** Longest text of a foreign certificate that is shown, characters. */
const MAX_TEXT = 300;

/**
 * Looks at the certificate a server shows, and hangs up: nothing is sent but the handshake.
 *
 * @throws AppError `invalid` for an address that is none, `unavailable` when nobody answers there
 */
export async function probe(typed: string): Promise<Probe> {
  const address = readAddress(typed);
  const url = new URL(address);
  if (url.protocol === 'http:') return { address, certificate: null };
  try {
    return { address, certificate: await shownBy(url) };
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error) : '';
    throw new AppError('unavailable', `${address} cannot be reached. ${reason}`, { cause: error });
  }
}

function shownBy(url: URL): Promise<ShownCertificate> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Nothing is trusted yet: this is to see what there is to trust.
  const socket = connect({
    host,
    port: Number(url.port || 443),
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  return new Promise((resolve, reject) => {
    socket.setTimeout(PROBE_MS, () => socket.destroy(new Error('It does not answer.')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The connection was cut.')));
    socket.once('secureConnect', () => {
      const { subjectaltname = '', issuer, valid_to: validTo } = socket.getPeerCertificate();
      resolve({
        fingerprint: fingerprintOf(socket),
        names: subjectaltname.slice(0, MAX_TEXT),
        issuer: String(issuer?.CN ?? issuer?.O ?? '').slice(0, MAX_TEXT),
        validTo,
        vouchedFor: socket.authorized,
      });
      socket.destroy();
    });
  });
}
