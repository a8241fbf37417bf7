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
import { MODE_WORDS } from './type-words.ts';
import { useDraft } from './use-draft.ts';

/** What is redacted of a project before it is stored, and what was. */
export function PrivacyScreen({ projectId, tab }: { projectId: string; tab: PrivacyTab }) {
  const state = useQuery(
    api.redaction.get.queryOptions({ input: { projectId }, staleTime: 0, refetchInterval: 15_000 }),
  );
  const mode = state.data?.rules.mode;
  return (
    <>
      <ScreenHeader
        title="Privacy"
        aside={
          mode ? (
            <Badge tone={mode === 'on' ? 'ok' : mode === 'detect' ? 'warn' : 'neutral'}>
              {mode === 'on' ? 'Redacting' : MODE_WORDS[mode].name}
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
      content: <RedactionsTab projectId={projectId} mode={props.stored.mode} />,
    },
    ...(may('redaction:manage')
      ? [
          {
            value: 'stored' as const,
            label: 'Stored data',
            content: <OldDataSection projectId={projectId} />,
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
