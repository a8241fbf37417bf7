import { useEffect, useState } from 'react';
import { Icon } from '../../ui/icons.tsx';
import { openFiles } from '../files/open-files.ts';
import { droppedFiles } from './dropped-files.ts';
import styles from './transfer.module.css';

const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/** Opens files dropped anywhere on the window. */
export function FileDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      // The window must never navigate to a dropped file.
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer === null) return;
      void droppedFiles(event.dataTransfer).then(({ files, problems }) =>
        openFiles(files, problems),
      );
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className={styles.drop}>
      <div className={styles.target}>
        <Icon name="file" size={22} />
        Drop to open files and folders
      </div>
    </div>
  );
}
