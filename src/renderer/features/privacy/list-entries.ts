import { z } from 'zod';

const Address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** An attribute key, or null. */
export function keyOf(text: string): string | null {
  const key = text.trim();
  return key === '' || key.length > 512 ? null : key;
}

/** A domain in small letters, without what people put before it, or null. */
export function domainOf(text: string): string | null {
  const domain = text
    .trim()
    .toLowerCase()
    .replace(/^(?:\*\.|@)/, '');
  return domain.length <= 253 && /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(domain)
    ? domain
    : null;
}

/** An IP address or CIDR range, or null. */
export function addressOf(text: string): string | null {
  return Address.safeParse(text.trim()).data ?? null;
}
