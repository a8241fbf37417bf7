import { z } from 'zod';

/** An e-mail address as people are known by it; letter case does not tell them apart. */
export const Email = z
  .string()
  .trim()
  .max(254, 'At most 254 characters.')
  .pipe(z.email('Not an e-mail address.'));
