import { useEffect, useState } from 'react';
import { useCurrentProject } from '../../app/use-project.ts';
import { Icon } from '../../ui/icons.tsx';
import { importFiles } from './import-store.ts';
import styles from './transfer.module.css';

const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files dropped anywhere on the window into the current project. */
export function FileDrop() {
  const project = useCurrentProject();
  const [over, setOver] = useState(false);
  const projectId = project?.id;
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
      // Also without a project: the window must never navigate to a dropped file.
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (projectId && files.length > 0) void importFiles(projectId, files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [projectId]);
  if (!over || !project) return null;
  return (
    <div className={styles.drop}>
      <div className={styles.target}>
        <Icon name="file" size={22} />
        Drop to read the file into {project.name}
      </div>
    </div>
  );
}
