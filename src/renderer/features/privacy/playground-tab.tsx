import { useState } from 'react';
import { useCurrentProject } from '../../app/use-project.ts';
import { MAX_SAMPLE } from '../../../shared/redaction.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { FieldInput, FormField, TextArea } from '../../ui/input.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Notice } from '../../ui/states.tsx';
import { useMay } from '../people/use-may.ts';
import { EXAMPLE, NO_SAMPLE, setSample, useSample } from './playground-store.ts';
import { SpanPicker } from './span-picker.tsx';
import { TrialResult } from './trial-result.tsx';
import type { Draft } from './use-draft.ts';
import { useTrial } from './use-trial.ts';
import styles from './trial.module.css';

/** A text or a span before and after the rules as they are edited; nothing of it is stored. */
export function PlaygroundTab({ projectId, draft }: { projectId: string; draft: Draft }) {
  const sample = useSample(projectId);
  const [isPicking, setPicking] = useState(false);
  const mayRead = useMay(useCurrentProject()?.organizationId, projectId)('traces:read');
  const fields =
    sample.kind === 'span' ? sample.fields : [{ key: sample.key.trim(), text: sample.text }];
  const isEmpty = sample.kind === 'text' && sample.text === '';
  const { asked, tried, error, retry } = useTrial(projectId, draft.changes, isEmpty ? [] : fields);
  const change = (part: { key?: string; text?: string }): void => {
    if (sample.kind === 'text') setSample(projectId, { ...sample, ...part });
  };
  return (
    <Page>
      <Section
        title={sample.kind === 'span' ? `Span ${sample.name}` : 'Text'}
        description={
          draft.isDirty
            ? 'Tried with the rules as they are edited, as if redaction were on. Nothing of it is stored or logged.'
            : 'Tried with the rules of the project, as if redaction were on. Nothing of it is stored or logged.'
        }
        actions={
          <>
            {sample.kind === 'span' || !isEmpty ? (
              <Button onClick={() => setSample(projectId, NO_SAMPLE)}>Clear</Button>
            ) : (
              <Button onClick={() => setSample(projectId, EXAMPLE)}>Use an example</Button>
            )}
            {mayRead ? (
              <Button icon="traces" onClick={() => setPicking(true)}>
                Pick a recent span
              </Button>
            ) : null}
          </>
        }
      >
        {sample.kind === 'span' ? (
          sample.leftOut > 0 ? (
            <Notice>
              {formatPlural(sample.leftOut, 'value')} left out: too long to be tried at once.
            </Notice>
          ) : null
        ) : (
          <div className={styles.input}>
            <TextArea
              mono
              rows={7}
              aria-label="Text to try"
              maxLength={MAX_SAMPLE}
              placeholder="Paste a prompt, a log line, JSON: whatever your programs send."
              value={sample.text}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
            <FormField
              label="Attribute key (optional)"
              hint="What it is called decides too: a value of password is a secret."
            >
              <FieldInput
                mono
                autoComplete="off"
                placeholder="gen_ai.input.messages"
                maxLength={512}
                value={sample.key}
                onChange={(event) => change({ key: event.currentTarget.value })}
              />
            </FormField>
          </div>
        )}
      </Section>
      {error ? (
        <ErrorState title="The rules could not be tried" error={error} onRetry={retry} />
      ) : isEmpty ? (
        <EmptyState icon="shield" title="Nothing to try yet">
          What would be stored of a text or of a span is shown here side by side with it, and which
          rule found what.
        </EmptyState>
      ) : asked.length === 0 ? null : (
        <TrialResult fields={asked} tried={tried} isSpan={sample.kind === 'span'} />
      )}
      {isPicking ? <SpanPicker projectId={projectId} onClose={() => setPicking(false)} /> : null}
    </Page>
  );
}
