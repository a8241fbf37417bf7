import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { formatPlural } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { CloseToExternalDialog } from './close-to-external-dialog.tsx';
import styles from './projects.module.css';
import { useSetExternal } from './use-set-external.ts';

/** Whether people from outside the organization may be members; switching off says first who loses access. */
export function ExternalSwitch({ project }: { project: Project }) {
  const projectId = project.id;
  const [asking, setAsking] = useState(false);
  const { data } = useQuery(api.members.list.queryOptions({ input: { projectId } }));
  const outside = (data?.members ?? []).filter(({ external }) => external);
  const open = useSetExternal();
  return (
    <>
      <div className={styles.setting}>
        <div>
          <h3 id="external">Allow external collaborators</h3>
          <p className="muted">
            People who are not in the organization can be added as Read-only, Member or Admin. They
            see this project and nothing else; as Admin they manage keys, not members or what is
            kept.{' '}
            {outside.length > 0 ? (
              <a className={styles.connect} href={hrefOf({ screen: 'members', projectId })}>
                {formatPlural(outside.length, 'external member')}
              </a>
            ) : null}
          </p>
        </div>
        <Switch
          aria-labelledby="external"
          checked={project.externalAllowed}
          disabled={open.isPending}
          onChange={(allowed) => {
            if (allowed) open.mutate({ projectId, allowed });
            else setAsking(true);
          }}
        />
      </div>
      {open.error ? <Notice tone="error">{messageOf(open.error)}</Notice> : null}
      {asking ? <CloseToExternalDialog project={project} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
