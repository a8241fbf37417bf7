import { expect, it } from 'vitest';
import { BlobParts, blobOf } from './blob-parts.ts';

it('a large Blob holds every byte in its place', async () => {
  const bytes = Uint8Array.from({ length: 9 * 1024 * 1024 + 7 }, (_, i) => i % 251);
  const blob = await blobOf(bytes.buffer);
  expect(Buffer.compare(Buffer.from(await blob.arrayBuffer()), Buffer.from(bytes))).toBe(0);
  expect((await blobOf(new ArrayBuffer(0))).size).toBe(0);
});

it('pieces follow each other, with the type that is given', async () => {
  const parts = new BlobParts();
  for (const text of ['a', '', 'bc']) parts.add(new TextEncoder().encode(text));
  const blob = parts.blob('text/plain');
  expect(await blob.text()).toBe('abc');
  expect(blob.type).toBe('text/plain');
});
