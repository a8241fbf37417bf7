import { isIP } from 'node:net';

/**
 * Which `Host` a request may name, so that a web page whose name was re-pointed at this machine (DNS
 * rebinding) gets nothing.
 */
export interface HostPolicy {
  /** Address the listener is bound to. */
  readonly boundHost: string;
  /** Further names this listener is reached under; a changed list is another array. */
  readonly allowedHosts: () => readonly string[];
}

/** Decides on Host headers, remembering the answers for the few that occur. */
export function createHostGuard(policy: HostPolicy): (hostHeader: string | undefined) => boolean {
  let names: readonly string[] | undefined;
  let allowed: ReadonlySet<string> = new Set();
  const loopbackOnly = isLoopbackHost(policy.boundHost);
  const known = new Map<string, boolean>();
  return (hostHeader) => {
    if (hostHeader === undefined) return false;
    const namesNow = policy.allowedHosts();
    if (namesNow !== names) {
      names = namesNow;
      allowed = new Set([policy.boundHost, ...names].map((name) => bareHost(name.toLowerCase())));
      known.clear();
    }
    const before = known.get(hostHeader);
    if (before !== undefined) return before;
    const name = bareHost(hostHeader.toLowerCase());
    // An IP address cannot be re-pointed by a name server, so on an open listener any address is this machine.
    const verdict =
      isLoopbackHost(name) || allowed.has(name) || (!loopbackOnly && isIP(name) !== 0);
    if (known.size < 64) known.set(hostHeader, verdict);
    return verdict;
  };
}

/** Whether a host name or address can only mean this machine. */
export function isLoopbackHost(host: string): boolean {
  const name = bareHost(host.toLowerCase());
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  if (isIP(name) === 4) return name.startsWith('127.');
  return name.startsWith('::ffff:127.') && isIP(name) === 6;
}

/** Whether the other end of a socket is this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && isLoopbackHost(address);
}

/** `[address]` or a name, and a port: anything else after them is no Host (RFC 9112 3.2). */
const HOST_AND_PORT = /^(?:\[([^\]]*)\]|([^:@[\]]*))(?::\d*)?$/;

/** A host without port, brackets and final dot; what is none, and an address with colons, as it is. */
function bareHost(host: string): string {
  const parts = HOST_AND_PORT.exec(host);
  const name = parts?.[1] ?? parts?.[2] ?? host;
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
