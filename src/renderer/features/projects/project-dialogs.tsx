import type { Project } from '../../../shared/contract/projects.ts';
import { ArchiveProjectDialog } from './archive-project-dialog.tsx';
import { DeleteProjectDialog } from './delete-project-dialog.tsx';
import { EditProjectDialog } from './edit-project-dialog.tsx';
import type { ProjectAction } from './project-menu.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

/** The dialog of what is to be done with a project; restoring asks nothing and has none. */
export function ProjectDialog(props: {
  action: ProjectAction;
  project: Project;
  onClose: () => void;
  /** When it is gone, before the dialog closes. */
  onDeleted?: () => void;
}) {
  const { project, onClose } = props;
  switch (props.action) {
    case 'edit':
      return <EditProjectDialog project={project} onClose={onClose} />;
    case 'archive':
      return <ArchiveProjectDialog project={project} onClose={onClose} />;
    case 'transfer':
      return <TransferDialog project={project} onClose={onClose} />;
    case 'delete':
      return (
        <DeleteProjectDialog project={project} onClose={onClose} onDeleted={props.onDeleted} />
      );
    case 'restore':
      return null;
  }
}
