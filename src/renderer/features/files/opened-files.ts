import { useEffect } from 'react';
import type { OpenedFile } from '../../../shared/desktop-api.ts';
import type { FileSource } from '../transfer/import-store.ts';
import { openFiles } from './open-files.ts';

function sourceOf({ id, name, size }: OpenedFile): FileSource {
  return {
    name,
    size,
    read: async (start, length) => {
      const bytes = await window.spanward!.readOpened(id, start, length);
      return new Blob([new Uint8Array(bytes)]);
    },
  };
}

/** Opens files that were named outside the window: by a double click, or on the command line of the app. */
export function useOpenedFiles(): void {
  useEffect(() => {
    const api = window.spanward;
    if (!api) return undefined;
    const take = async (): Promise<void> => {
      for (const files of await api.takeOpened()) await openFiles(files.map(sourceOf));
    };
    void take();
    return api.onOpened(() => void take());
  }, []);
}
