import { expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

it('a password is verified, in whatever form its accents were typed, and no other is', async () => {
  const stored = await hashPassword('pässword of Ann');
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await verifyPassword('pa\u0308ssword of Ann', stored)).toBe(true);
  expect(await verifyPassword('password of Ann', stored)).toBe(false);
  expect(await verifyPassword('', stored)).toBe(false);
});

it('the same password is stored differently each time', async () => {
  const [first, second] = await Promise.all([hashPassword('the same'), hashPassword('the same')]);
  expect(first).not.toBe(second);
});

it('a hash with other costs still verifies', async () => {
  // RFC 7914, section 12: scrypt("password", "NaCl", N=1024, r=8, p=16), its first 32 bytes.
  const hash = 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162';
  const stored = `scrypt$1024$8$16$${Buffer.from('NaCl').toString('base64url')}$${Buffer.from(hash, 'hex').toString('base64url')}`;
  // A shorter output is the beginning of a longer one: PBKDF2's blocks are independent.
  expect(await verifyPassword('password', stored)).toBe(true);
});

/** How long a wrong guess takes, ms. */
const timeGuess = async (stored: string | null) => {
  const start = performance.now();
  expect(await verifyPassword('guess', stored)).toBe(false);
  return performance.now() - start;
};

it('nobody has no password, and it takes about as long to say so', async () => {
  const stored = await hashPassword('something');
  await timeGuess(null);
  const [known, unknown] = [await timeGuess(stored), await timeGuess(null)];
  expect(unknown).toBeGreaterThan(known / 5);
});

it('more sign-ins than can wait are told to come back', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 40 }, () => verifyPassword('x', 'scrypt$2$1$1$AA$AA')),
  );
  const refused = all.filter((one) => one.status === 'rejected');
  expect(refused.length).toBe(6);
  expect(refused[0]).toMatchObject({ reason: { code: 'busy', retryAfterSeconds: 5 } });
  expect(await verifyPassword('x', 'scrypt$2$1$1$AA$AA')).toBe(false);
});
