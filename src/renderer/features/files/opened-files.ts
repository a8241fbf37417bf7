import { useEffect } from 'react';
import { sourceOfOpened } from '../transfer/choose-files.ts';
import { openFiles } from './open-files.ts';

/** Opens files that were named outside the window: by a double click, or on the command line of the app. */
export function useOpenedFiles(): void {
  useEffect(() => {
    const api = window.spanward;
    if (!api) return undefined;
    const take = async (): Promise<void> => {
      for (const { files, problems } of await api.takeOpened()) {
        await openFiles(files.map(sourceOfOpened), problems);
      }
    };
    void take();
    return api.onOpened(() => void take());
  }, []);
}
