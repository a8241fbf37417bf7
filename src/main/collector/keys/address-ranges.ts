import { BlockList, isIP } from 'node:net';

/** Tells whether an IP address, as a socket gives it, is among those allowed. */
export type AddressCheck = (address: string | undefined) => boolean;

interface AddressRange {
  readonly address: string;
  /** That are fixed, from the first one. */
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** In front of an IPv4 address that is written as IPv6. */
const MAPPED_BITS = 96;

/** IPv4 in IPv6 (`::ffff:10.0.0.1`) as IPv4, and without the zone of a link-local address. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const zone = address.indexOf('%');
  return zone < 0 ? address : address.slice(0, zone);
}

/** Groups of 16 bits in an IPv6 address, and those of them that name its network. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * What one sender has for itself: an IPv4 address, or the first 64 bits of an IPv6 address, as whoever has one address
 * of such a network mostly has all of it.
 */
export function senderNetwork(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [head, tail] = plain.split('::').map((part) => (part === '' ? [] : part.split(':')));
  // An IPv4 address at the end stands for two groups.
  const given = head!.length + (tail?.length ?? 0) + (plain.includes('.') ? 1 : 0);
  const all = [...head!, ...Array<string>(GROUPS - given).fill('0'), ...(tail ?? [])];
  const network = all.slice(0, NETWORK_GROUPS).map((group) => parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

/**
 * A check of addresses and CIDR ranges of either family; null when there are none, which allows all.
 *
 * An address that is missing or no address is never among them.
 * @throws Error when an entry is neither; the contract lets only valid ones in
 */
export function checkAddresses(ranges: readonly string[]): AddressCheck | null {
  if (ranges.length === 0) return null;
  const list = new BlockList();
  for (const range of ranges) {
    const { address, bits, family } = parseRange(range);
    list.addSubnet(address, bits, family);
  }
  return (address) => {
    if (address === undefined) return false;
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

/** An address is a range of one. IPv4 in IPv6 is IPv4 where the range is of nothing else. */
function parseRange(range: string): AddressRange {
  const slash = range.indexOf('/');
  const written = slash < 0 ? range : range.slice(0, slash);
  const plain = plainAddress(written);
  const isMapped = plain !== written && isIP(plain) === 4;
  const allBits = isIP(written) === 6 ? 128 : 32;
  const bits = slash < 0 ? allBits : Number(range.slice(slash + 1));
  if (isMapped && bits >= MAPPED_BITS) {
    return { address: plain, bits: bits - MAPPED_BITS, family: 'ipv4' };
  }
  return { address: written, bits, family: allBits === 128 ? 'ipv6' : 'ipv4' };
}

/**
 * Whether all addresses of some ranges are in one of those allowed; no ranges are all addresses.
 *
 * Ranges that only several allowed ones cover together count as outside.
 */
export function areWithin(ranges: readonly string[], allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  if (ranges.length === 0) return false;
  return ranges.every((range) => {
    const { address, bits } = parseRange(range);
    return allowed.some((one) => parseRange(one).bits <= bits && checkAddresses([one])!(address));
  });
}
