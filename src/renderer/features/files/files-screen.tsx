import { useState } from 'react';
import type { Workspace } from '../../../shared/contract/files.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useWorkspaces } from '../../app/use-project.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { CloseWorkspaceDialog } from './close-workspace-dialog.tsx';
import { ImportWorkspaceDialog } from './import-workspace-dialog.tsx';
import { pickFiles, pickFolder } from './open-files.ts';
import { WorkspaceCard } from './workspace-card.tsx';
import styles from './files.module.css';

/** Files that are open without being in a project, and a place to drop more. */
export function FilesScreen() {
  const { data: workspaces, error, refetch } = useWorkspaces();
  const [asked, setAsked] = useState<{ what: 'close' | 'import'; of: Workspace } | null>(null);
  const done = () => setAsked(null);
  return (
    <>
      <ScreenHeader title="Files" />
      <Page>
        <Section
          title="Open files"
          description="A file is opened beside the projects: look, search and compare, and nothing of it mixes in until you import it. It stays until you close it."
          actions={
            <>
              <Button onClick={pickFolder}>Open a folder</Button>
              <Button look="primary" icon="file" onClick={pickFiles}>
                Open a file
              </Button>
            </>
          }
        >
          <p className={styles.hint}>
            Drop files or folders anywhere on the window: OTLP as JSON or protobuf, Jaeger, Zipkin,
            Tempo, Langfuse, Phoenix, JamJet, or a bundle of Spanward, also packed with gzip or
            zstd.
          </p>
          {error ? (
            <ErrorState
              title="The open files could not be read"
              error={error}
              onRetry={() => void refetch()}
            />
          ) : !workspaces ? (
            <LoadingState />
          ) : workspaces.length === 0 ? (
            <EmptyState icon="file" title="No file is open">
              What you open is kept on this machine alone, and gone once you close it.
            </EmptyState>
          ) : (
            <ul className={styles.list} aria-label="Open files">
              {workspaces.map((workspace) => (
                <WorkspaceCard
                  key={workspace.project.id}
                  workspace={workspace}
                  onImport={() => setAsked({ what: 'import', of: workspace })}
                  onClose={() => setAsked({ what: 'close', of: workspace })}
                />
              ))}
            </ul>
          )}
        </Section>
      </Page>
      {asked?.what === 'close' ? (
        <CloseWorkspaceDialog workspace={asked.of} onClose={done} />
      ) : null}
      {asked?.what === 'import' ? (
        <ImportWorkspaceDialog workspace={asked.of} onClose={done} />
      ) : null}
    </>
  );
}
