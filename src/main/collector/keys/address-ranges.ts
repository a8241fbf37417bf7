import { BlockList, isIP } from 'node:net';

/** Tells whether an IP address, as a socket gives it, is among those allowed. */
export type AddressCheck = (address: string | undefined) => boolean;

/** IPv4 in IPv6 (`::ffff:10.0.0.1`) as IPv4, and without the zone of a link-local address. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const zone = address.indexOf('%');
  return zone < 0 ? address : address.slice(0, zone);
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
    const slash = range.indexOf('/');
    const address = plainAddress(slash < 0 ? range : range.slice(0, slash));
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (slash < 0) list.addAddress(address, family);
    else list.addSubnet(address, Number(range.slice(slash + 1)), family);
  }
  return (address) => {
    if (address === undefined) return false;
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}
