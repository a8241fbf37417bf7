import { checkAddresses, type AddressCheck } from '../keys/address-ranges.ts';
import type { Hit } from './pii-type.ts';
import type { ActivePolicy } from './policy.ts';

/** RFC 1918, RFC 6598, RFC 3927, RFC 4193 and RFC 4291 link-local. */
const PRIVATE_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
];

/** Tells whether a value that was found may stay. */
export type AllowCheck = (hit: Hit, value: string) => boolean;

/** True when a policy lets any value stay. */
export function allowsAny(policy: ActivePolicy): boolean {
  const { allowDomains, allowAddresses, allowPrivateAddresses } = policy;
  return allowDomains.length > 0 || allowAddresses.length > 0 || allowPrivateAddresses;
}

/** The check of a policy's allowed domains and addresses. */
export function allowCheck(policy: ActivePolicy): AllowCheck {
  const ranges = [
    ...policy.allowAddresses,
    ...(policy.allowPrivateAddresses ? PRIVATE_RANGES : []),
  ];
  const addresses: AddressCheck = checkAddresses(ranges) ?? (() => false);
  const domains = policy.allowDomains.map((domain) =>
    domain.toLowerCase().replace(/^@|^\*?\./, ''),
  );
  return (hit, value) => {
    if (hit.rule === 'email') return domains.length > 0 && isAllowedDomain(value, domains);
    if (hit.rule === 'ip.host') return addresses(value.replaceAll('-', '.'));
    if (hit.rule.startsWith('ip.'))
      return addresses(value.replaceAll('[.]', '.').replace(/\/\d+$/, ''));
    return false;
  };
}

function isAllowedDomain(address: string, domains: readonly string[]): boolean {
  const domain = address.toLowerCase().split(/@|%40/).at(-1)!;
  return domains.some((allowed) => domain === allowed || domain.endsWith(`.${allowed}`));
}

/** A list of keys, where `*` at the end of one stands for any ending. */
export function keyMatcher(patterns: readonly string[]): (key: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const beginnings = patterns
    .filter((pattern) => pattern.endsWith('*'))
    .map((pattern) => pattern.slice(0, -1));
  return (key) => exact.has(key) || beginnings.some((beginning) => key.startsWith(beginning));
}
