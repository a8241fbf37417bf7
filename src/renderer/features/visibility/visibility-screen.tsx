import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VisibilityRule } from '../../../shared/contract/visibility.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { PassingButton } from '../../ui/passing-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { formatPlural } from '../../ui/format.ts';
import { useMay } from '../people/use-may.ts';
import { NoRules } from './no-rules.tsx';
import { PresetDialog } from './preset-dialog.tsx';
import { PRESETS, type Preset } from './presets.ts';
import { refreshVisibility } from './refresh-visibility.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { RulesTable } from './rules-table.tsx';
import { ViewAsMenu } from './view-as-menu.tsx';

type Opened =
  | { what: 'new' }
  | { what: 'edit'; rule: VisibilityRule }
  | { what: 'preset'; preset: Preset };

function failed(error: Error): void {
  showToast({ title: 'Not done', description: messageOf(error), look: 'error' });
}

/** Deletes a rule at once, and makes it again when that was a mistake. */
function useDelete(projectId: string): (rule: VisibilityRule) => void {
  const create = useMutation(
    api.visibility.create.mutationOptions({ onError: failed, onSettled: refreshVisibility }),
  );
  const remove = useMutation(
    api.visibility.remove.mutationOptions({ onError: failed, onSettled: refreshVisibility }),
  );
  return (rule) => {
    const { id, createdAt: _, updatedAt: __, ...content } = rule;
    remove.mutate(
      { projectId, ruleId: id },
      {
        onSuccess: () =>
          showToast({
            title: `Rule for ${rule.pattern} deleted`,
            description: 'What only it hid is seen again.',
            action: { label: 'Undo', run: () => create.mutate({ projectId, ...content }) },
          }),
      },
    );
  };
}

/** Which attributes of a project are hidden, and from whom. */
export function VisibilityScreen({ projectId }: { projectId: string }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const project = useCurrentProject();
  const mayManage = useMay(project?.organizationId, projectId)('visibility:manage');
  const list = useQuery(api.visibility.list.queryOptions({ input: { projectId } }));
  const viewers = useQuery(api.visibility.viewers.queryOptions({ input: { projectId } }));
  const remove = useDelete(projectId);
  const rules = list.data?.rules;
  const error = list.error ?? viewers.error;
  const common = {
    projectId,
    rules: rules ?? [],
    viewers: viewers.data?.viewers ?? [],
    onClose: () => {
      setOpened(null);
      refreshVisibility();
    },
  };
  const actions = mayManage ? (
    <>
      <Menu
        align="end"
        trigger={<Button icon="plus">From a preset</Button>}
        entries={PRESETS.map((preset) => ({
          label: preset.name,
          onSelect: () => setOpened({ what: 'preset', preset }),
        }))}
      />
      <PassingButton look="primary" icon="plus" onClick={() => setOpened({ what: 'new' })}>
        New rule
      </PassingButton>
    </>
  ) : null;
  return (
    <>
      <ScreenHeader title="Attribute visibility">
        {mayManage ? <ViewAsMenu projectId={projectId} /> : null}
      </ScreenHeader>
      <Page>
        {error ? (
          <ErrorState
            title="The rules could not be read"
            error={error}
            onRetry={() => {
              void list.refetch();
              void viewers.refetch();
            }}
          />
        ) : !rules || !viewers.data ? (
          <LoadingState />
        ) : rules.length === 0 ? (
          <NoRules actions={actions} />
        ) : (
          <Section
            title={formatPlural(rules.length, 'rule')}
            description="Each hides attributes from all but those it names, from the next call on and wherever they could be read: lists, traces, filters, searches, exports and the API. Nothing stored is changed."
            actions={actions}
          >
            <RulesTable
              rules={rules}
              viewers={viewers.data.viewers}
              mayManage={mayManage}
              onEdit={(rule) => setOpened({ what: 'edit', rule })}
              onDelete={remove}
            />
          </Section>
        )}
      </Page>
      {opened?.what === 'new' ? <RuleDialog {...common} /> : null}
      {opened?.what === 'edit' ? <RuleDialog {...common} rule={opened.rule} /> : null}
      {opened?.what === 'preset' ? <PresetDialog {...common} preset={opened.preset} /> : null}
    </>
  );
}
