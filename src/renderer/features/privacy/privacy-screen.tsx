import { useQuery } from '@tanstack/react-query';
import type { PiiType } from '../../../shared/redaction.ts';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import type { PrivacyTab } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { useMay } from '../people/use-may.ts';
import { CoverageTab } from './coverage-tab.tsx';
import { OldDataSection } from './old-data-section.tsx';
import { PlaygroundTab } from './playground-tab.tsx';
import { RedactionsTab } from './redactions-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { SaveBar } from './save-bar.tsx';
import { modeState } from './type-words.ts';
import { useDraft } from './use-draft.ts';

const MODE_TONES = { off: 'neutral', detect: 'warn', on: 'ok' } as const;

/** What is redacted of a project before it is stored, and what was. */
export function PrivacyScreen({ projectId, tab }: { projectId: string; tab: PrivacyTab }) {
  const state = useQuery(
    api.redaction.get.queryOptions({ input: { projectId }, staleTime: 0, refetchInterval: 15_000 }),
  );
  return (
    <>
      <ScreenHeader
        title="Privacy"
        aside={
          state.data ? (
            <Badge tone={MODE_TONES[state.data.rules.mode]}>
              {modeState(state.data.rules.mode, state.data.requiredTypes)}
            </Badge>
          ) : null
        }
      />
      {state.data ? (
        <Content
          projectId={projectId}
          tab={tab}
          stored={state.data.rules}
          required={state.data.requiredTypes}
        />
      ) : state.error ? (
        <ErrorState
          title="The rules could not be read"
          error={state.error}
          onRetry={() => void state.refetch()}
        />
      ) : (
        <LoadingState />
      )}
    </>
  );
}

function Content(props: {
  projectId: string;
  tab: PrivacyTab;
  stored: RedactionRules;
  required: readonly PiiType[];
}) {
  const { projectId, tab } = props;
  const project = useCurrentProject();
  const may = useMay(project?.organizationId, projectId);
  const draft = useDraft(projectId, props.stored);
  const items: TabItem<PrivacyTab>[] = [
    {
      value: 'rules',
      label: 'Rules',
      content: (
        <RulesTab
          projectId={projectId}
          draft={draft}
          required={props.required}
          mayManage={may('redaction:manage')}
        />
      ),
    },
    {
      value: 'playground',
      label: 'Playground',
      content: <PlaygroundTab projectId={projectId} draft={draft} />,
    },
    // What is found in traces is for those who may read them.
    ...(may('traces:read')
      ? [
          {
            value: 'coverage' as const,
            label: 'Recent data',
            content: <CoverageTab projectId={projectId} draft={draft} />,
          },
        ]
      : []),
    {
      value: 'redactions',
      label: 'Redactions',
      content: (
        <RedactionsTab projectId={projectId} mode={props.stored.mode} required={props.required} />
      ),
    },
    ...(may('redaction:manage')
      ? [
          {
            value: 'stored' as const,
            label: 'Stored data',
            content: <OldDataSection projectId={projectId} required={props.required} />,
          },
        ]
      : []),
  ];
  const isKnown = items.some(({ value }) => value === tab);
  return (
    <>
      <Tabs
        label="Parts of privacy"
        value={isKnown ? tab : 'rules'}
        onChange={(next) =>
          navigate({ screen: 'privacy', projectId, tab: next }, { replace: true })
        }
        items={items}
      />
      {may('redaction:manage') ? <SaveBar projectId={projectId} draft={draft} /> : null}
    </>
  );
}
