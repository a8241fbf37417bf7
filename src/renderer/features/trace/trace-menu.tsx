import { useState } from 'react';
import { useCurrentProject } from '../../app/use-project.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useMay } from '../people/use-may.ts';
import { DeleteTracesDialog } from '../retention/delete-traces-dialog.tsx';
import { heldEntry } from '../retention/legal-hold.ts';

/** What is seldom done with a trace: deleting it. */
export function TraceMenu(props: { projectId: string; traceId: string; listHref: string }) {
  const { projectId, traceId, listHref } = props;
  const project = useCurrentProject();
  const may = useMay(undefined, projectId);
  const [deleting, setDeleting] = useState(false);
  if (!project || !may('traces:delete')) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon="more" label="More actions" />}
        entries={[
          {
            label: 'Delete this trace…',
            icon: 'trash',
            danger: true,
            ...heldEntry(project),
            onSelect: () => setDeleting(true),
          },
        ]}
      />
      {deleting ? (
        <DeleteTracesDialog
          project={project}
          target={{ kind: 'trace', traceId }}
          onClose={() => setDeleting(false)}
          onDeleting={() => {
            window.location.hash = listHref;
          }}
        />
      ) : null}
    </>
  );
}
