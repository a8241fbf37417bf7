import { useQuery } from '@tanstack/react-query';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { api } from '../../client/client.ts';
import { usePresence } from '../../client/presence.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { useMay } from '../people/use-may.ts';
import { pickFiles } from '../files/open-files.ts';
import { Arrival } from './arrival.tsx';
import { KeyForSnippets } from './key-for-snippets.tsx';
import { ListeningCard } from './listening-card.tsx';
import { OwnCertificate } from './own-certificate.tsx';
import { SnippetBrowser } from './snippet-browser.tsx';
import { useConnectKey } from './use-connect-key.ts';
import { useTestTrace } from './use-test-trace.ts';

/** The first minutes: where to send, the key, what to paste, and the first span when it comes. */
export function ConnectScreen({ projectId }: { projectId: string }) {
  const project = useCurrentProject();
  const { data: status } = useQuery(
    api.collector.status.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  );
  const may = useMay(project?.organizationId, projectId);
  const key = useConnectKey(project);
  const testTrace = useTestTrace(projectId);
  const presence = usePresence();
  if (!project || !status) {
    return (
      <>
        <ScreenHeader title="Connect an app" />
        {/* Over the screen it says why, and what to do about it. */}
        {presence.kind === 'connecting' || presence.kind === 'there' ? (
          <LoadingState label="Connecting to the collector" />
        ) : null}
      </>
    );
  }
  const keyless = project.isDefault && status.keylessIngest;
  const endpoint = status.otlpHttp?.url ?? 'http://127.0.0.1:4318';
  return (
    <>
      <ScreenHeader title="Connect an app" aside={<span className="faint">{project.name}</span>} />
      <Page>
        <ListeningCard
          status={status}
          actions={
            <>
              {may('traces:write') ? (
                <Button
                  look="primary"
                  icon="send"
                  disabled={testTrace.isPending || presence.kind !== 'there'}
                  onClick={() => testTrace.mutate({ projectId })}
                >
                  Send a test trace
                </Button>
              ) : null}
              <Button icon="file" onClick={pickFiles}>
                Open a file
              </Button>
            </>
          }
        >
          <Arrival project={project} />
        </ListeningCard>
        <KeyForSnippets project={project} connectKey={key} keyless={keyless} />
        <Section
          title="Send traces from your program"
          description={`Filled in with this collector’s address${key.fresh === undefined ? '' : ' and your key'}: paste, run, and the trace opens here.`}
        >
          {status.tls?.selfSigned ? <OwnCertificate certificate={status.tls.certificate} /> : null}
          <SnippetBrowser
            input={{
              ownCertificate: status.tls?.selfSigned ?? false,
              endpoint: endpoint.replace(/\/$/, ''),
              grpc: status.otlpGrpc ? `${status.otlpGrpc.host}:${status.otlpGrpc.port}` : null,
              secret: key.fresh?.secret ?? (keyless ? null : 'YOUR_API_KEY'),
              publicKey: key.fresh?.publicKey ?? null,
            }}
            hasKey={key.fresh !== undefined}
            mayCreate={may('keys:manage')}
            onCreateKey={key.create}
            onCreatePair={key.createPair}
          />
        </Section>
      </Page>
    </>
  );
}
