import { paddingAfter, TAR_END, tarHeader } from '../../src/main/collector/backup/tar.ts';

/** A tar of files by their names, without compression. */
export function tarFile(entries: Readonly<Record<string, Buffer | string>>): Buffer {
  const parts = Object.entries(entries).flatMap(([name, content]) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    return [tarHeader(name, bytes.length), bytes, Buffer.alloc(paddingAfter(bytes.length))];
  });
  return Buffer.concat([...parts, TAR_END]);
}
