import { expect, it } from 'vitest';
import { Passwords } from './passwords.ts';

/** A tenth of a second at most, on a busy machine too. */
const COST = { N: 2 ** 13, r: 8, p: 1 };
const passwords = new Passwords(COST);

it('a password is verified, in whatever form its accents were typed, and no other is', async () => {
  const stored = await passwords.hash('pässword of Ann');
  expect(stored).toMatch(/^scrypt\$8192\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await passwords.verify('pa\u0308ssword of Ann', stored)).toBe(true);
  expect(await passwords.verify('password of Ann', stored)).toBe(false);
  expect(await passwords.verify('', stored)).toBe(false);
});

it('the same password is stored differently each time', async () => {
  const [first, second] = await Promise.all([
    passwords.hash('the same'),
    passwords.hash('the same'),
  ]);
  expect(first).not.toBe(second);
});

it('a hash with other costs still verifies', async () => {
  // RFC 7914, section 12: scrypt("password", "NaCl", N=1024, r=8, p=16), its first 32 bytes.
  const hash = 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162';
  const stored = `scrypt$1024$8$16$${Buffer.from('NaCl').toString('base64url')}$${Buffer.from(hash, 'hex').toString('base64url')}`;
  // A shorter output is the beginning of a longer one: PBKDF2's blocks are independent.
  expect(await passwords.verify('password', stored)).toBe(true);
});

/** How long a wrong guess takes, ms, the least of five times: other programs on the machine do not count. */
const timeGuess = async (stored: string | null) => {
  let least = Infinity;
  for (let turn = 0; turn < 5; turn++) {
    const start = performance.now();
    expect(await passwords.verify('guess', stored)).toBe(false);
    least = Math.min(least, performance.now() - start);
  }
  return least;
};

it('nobody has no password, and it takes about as long to say so', async () => {
  const stored = await passwords.hash('something');
  const [known, unknown] = [await timeGuess(stored), await timeGuess(null)];
  expect(unknown).toBeGreaterThan(known / 5);
});

it('more sign-ins than can wait are told to come back', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 40 }, () => passwords.verify('x', 'scrypt$2$1$1$AA$AA')),
  );
  const refused = all.filter((one) => one.status === 'rejected');
  expect(refused.length).toBe(6);
  expect(refused[0]).toMatchObject({ reason: { code: 'busy', retryAfterSeconds: 5 } });
  expect(await passwords.verify('x', 'scrypt$2$1$1$AA$AA')).toBe(false);
});
