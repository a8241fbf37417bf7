import { useEffect, useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { lastSearch } from '../../app/last-visit.ts';
import { navigate } from '../../app/use-route.ts';
import { onStored } from '../../client/live.ts';
import { Icon } from '../../ui/icons.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './connect.module.css';

/**
 * Waits for spans of the project.
 *
 * The first one a project ever gets is announced and its trace opened; later ones are only linked,
 * as nobody wants to be carried away while reading.
 */
export function Arrival({ project }: { project: Project }) {
  const [wasEmpty] = useState(project.spanCount === 0);
  const [traceId, setTraceId] = useState<string | null>(null);
  const projectId = project.id;
  useEffect(() => {
    const here = window.location.hash;
    return onStored((event) => {
      if (event.projectId !== projectId || !event.traceId) return;
      // The address changes before this screen goes: whoever is leaving is not called back.
      if (window.location.hash !== here) return;
      if (wasEmpty) {
        showToast({ title: 'The first span arrived', look: 'ok' });
        navigate({
          screen: 'trace',
          projectId,
          traceId: event.traceId,
          spanId: null,
          view: null,
        });
      } else {
        setTraceId(event.traceId);
      }
    });
  }, [projectId, wasEmpty]);
  if (wasEmpty) {
    return (
      <p className={styles.arrival} role="status">
        <span className={styles.pulse} aria-hidden="true" />
        Waiting for the first span. Its trace opens by itself.
      </p>
    );
  }
  return (
    <p className={styles.arrival} role="status">
      <Icon name="ok" />
      {traceId ? (
        <a
          className={styles.link}
          href={hrefOf({ screen: 'trace', projectId, traceId, spanId: null, view: null })}
        >
          A span has just arrived: open its trace
        </a>
      ) : (
        <>
          {project.lastSpanAt ? (
            <span>
              Last span <RelativeTime iso={project.lastSpanAt} />.
            </span>
          ) : null}
          <a
            className={styles.link}
            href={hrefOf({ screen: 'traces', projectId, search: lastSearch(projectId) })}
          >
            Go to the traces
          </a>
        </>
      )}
    </p>
  );
}
