import { useMutation, useQuery } from '@tanstack/react-query';
import type { InstanceRedaction } from '../../../shared/contract/redaction.ts';
import { PII_TYPES } from '../../../shared/redaction.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { withType } from './draft.ts';
import { ModeChoice } from './mode-choice.tsx';
import { TYPE_WORDS } from './type-words.ts';
import styles from './privacy.module.css';

const refresh = (): void => void queryClient.invalidateQueries({ queryKey: api.redaction.key() });

/** What holds in every project: the mode of those without one, and kinds redacted everywhere. At once, with an undo. */
export function FloorSection() {
  const { data, error, refetch } = useQuery(api.redaction.instance.queryOptions());
  const key = api.redaction.instance.queryKey();
  const { mutate, isPending } = useMutation(
    api.redaction.setInstance.mutationOptions({
      onSuccess: (stored) => queryClient.setQueryData(key, stored),
      onError: (failure) =>
        showToast({ title: 'Not changed', description: messageOf(failure), look: 'error' }),
      onSettled: refresh,
    }),
  );
  if (error) {
    return (
      <ErrorState
        title="The redaction of the instance could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <LoadingState />;
  const change = (part: Partial<InstanceRedaction>, title: string): void =>
    mutate(part, {
      onSuccess: () =>
        showToast({
          title,
          description: 'It holds from the next request on.',
          look: 'ok',
          action: { label: 'Undo', run: () => mutate(data) },
        }),
    });
  return (
    <Section
      title="Redaction in every project"
      description="The mode of projects for which nobody has chosen one, and kinds that are redacted everywhere, whatever a project says."
    >
      <div className={styles.stack}>
        <ModeChoice
          label="Redaction of projects without rules"
          value={data.defaultMode}
          required={data.requiredTypes}
          disabled={isPending}
          onChange={(defaultMode) => change({ defaultMode }, 'The default mode was changed')}
        />
        <fieldset className={styles.floor}>
          <legend>Required everywhere</legend>
          {PII_TYPES.map((type) => (
            <Checkbox
              key={type}
              checked={data.requiredTypes.includes(type)}
              disabled={isPending}
              onChange={(on) =>
                change(
                  { requiredTypes: withType(data.requiredTypes, type, on) },
                  on
                    ? `${TYPE_WORDS[type].name} is required everywhere`
                    : `${TYPE_WORDS[type].name} is up to each project`,
                )
              }
            >
              {TYPE_WORDS[type].name}
            </Checkbox>
          ))}
        </fieldset>
      </div>
    </Section>
  );
}
