import type { PiiType } from '../../../shared/redaction.ts';
import { hrefOf } from '../../app/route.ts';
import { Section } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { CustomRules } from './custom-rules.tsx';
import { ALLOW_LISTS, KEY_LISTS, KeyLists } from './key-lists.tsx';
import { ModeChoice } from './mode-choice.tsx';
import { QuickTrial } from './quick-trial.tsx';
import { ReplacementField, ReplacementText } from './replacement-field.tsx';
import { TypesTable } from './types-table.tsx';
import type { Draft } from './use-draft.ts';
import styles from './privacy.module.css';

/** What is redacted of a project, to look at and to change, with a text to try it on. */
export function RulesTab(props: {
  projectId: string;
  draft: Draft;
  required: readonly PiiType[];
  mayManage: boolean;
}) {
  const { projectId, draft, required, mayManage } = props;
  const { rules } = draft;
  return (
    <div className={styles.page}>
      <div className={styles.columns}>
        <div className={styles.rules}>
          <Section
            title="Redaction"
            description={
              <>
                Personal data is replaced before anything is written to disk, for every signal and
                every way in. What is stored already stays as it is:{' '}
                <a
                  className={styles.link}
                  href={hrefOf({ screen: 'privacy', projectId, tab: 'stored' })}
                >
                  scan and rewrite it
                </a>
                .
              </>
            }
          >
            <div className={styles.stack}>
              {mayManage ? null : (
                <Notice>You may look at the rules and try them, but not change them.</Notice>
              )}
              <ModeChoice
                label="Redaction of this project"
                value={rules.mode}
                required={required}
                disabled={!mayManage}
                onChange={(mode) => draft.change({ mode })}
              />
              {rules.mode === 'off' ? (
                <Notice>
                  While redaction is off, nothing that is set below is in effect
                  {required.length > 0 ? ', but for the kinds that the instance requires' : ''}. It
                  stays set.
                </Notice>
              ) : null}
            </div>
          </Section>
          <Section
            title="What to redact"
            description="Each type is replaced by the default, or by what is set for it alone; {type} stands for its name, such as EMAIL."
            actions={
              <span className={styles.row}>
                <span className="muted">Default</span>
                {mayManage ? (
                  <ReplacementField
                    of="everything by default"
                    value={rules.replacement}
                    mayInherit={false}
                    onChange={(replacement) => replacement && draft.change({ replacement })}
                  />
                ) : (
                  <ReplacementText value={rules.replacement} />
                )}
              </span>
            }
          >
            <TypesTable
              projectId={projectId}
              draft={draft}
              required={required}
              mayManage={mayManage}
            />
          </Section>
          <CustomRules projectId={projectId} draft={draft} mayManage={mayManage} />
          <Section title="Attribute keys" description="Whole attributes, by their keys.">
            <KeyLists lists={KEY_LISTS} draft={draft} mayManage={mayManage} />
          </Section>
          <Section
            title="Never redacted"
            description={
              required.length > 0
                ? 'Does not hold for what the instance requires.'
                : 'What stays, whatever it looks like.'
            }
          >
            <KeyLists lists={ALLOW_LISTS} draft={draft} mayManage={mayManage} />
          </Section>
        </div>
        <QuickTrial projectId={projectId} draft={draft} />
      </div>
    </div>
  );
}
