import { useState, type ReactNode } from 'react';
import type { JsonValue, LlmView } from '../../../shared/genai/llm-view.ts';
import { HIDDEN_VALUE } from '../../../shared/visibility.ts';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { JsonView } from '../trace/values/json-view.tsx';
import { JsonContent } from './json-content.tsx';
import { textOfContent } from './part-text.ts';
import { useWholeText } from './whole-content.ts';
import { LlmContentProvider } from './llm-texts.ts';
import { LlmText } from './llm-text.tsx';
import { Card, MessageCard, SystemCard } from './message-card.tsx';
import { ModelFacts } from './model-facts.tsx';
import { foldedRange, toolNamesById } from './tool-names.ts';
import styles from './llm.module.css';

/** What a model, agent, tool or retrieval was given and gave back, to be read. */
export function LlmReader({ detail, llm }: { detail: SpanDetail; llm: LlmView }) {
  const content = { shortened: detail.llmShortened, toolNames: toolNamesById(llm) };
  return (
    <LlmContentProvider value={content}>
      <div className={styles.reader} key={detail.spanId}>
        <ModelFacts detail={detail} llm={llm} />
        {llm.system.length > 0 ? <SystemCard parts={llm.system} at="/system" /> : null}
        <Conversation llm={llm} />
        <ToolRun llm={llm} />
        <Documents llm={llm} />
        <Embeddings llm={llm} />
        {llm.tools.length > 0 ? (
          <Fold title="Tools the model could call" count={llm.tools.length}>
            {llm.tools.map((tool, i) => (
              <div key={`${tool.name}/${String(i)}`} className={styles.definition}>
                <b className={styles.mono}>{tool.name}</b>
                {tool.description === '' ? null : (
                  <LlmText text={tool.description} at={`/tools/${i}/description`} />
                )}
                {tool.parameters === null ? null : (
                  <details className={styles.fold}>
                    <summary>Parameters</summary>
                    <JsonView value={tool.parameters} label={`Parameters of ${tool.name}`} />
                  </details>
                )}
              </div>
            ))}
          </Fold>
        ) : null}
        {llm.usage.length > 0 ? (
          <Fold title="Usage as sent" count={llm.usage.length}>
            <dl className={styles.pairs}>
              {llm.usage.map(({ key, value }, i) => (
                <div key={key} className={styles.pair}>
                  <dt>{key}</dt>
                  <dd>
                    <JsonContent value={value} at={`/usage/${i}/value`} label={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </Fold>
        ) : null}
      </div>
    </LlmContentProvider>
  );
}

/** Input and output messages; the middle of a long conversation is folded until asked for. */
function Conversation({ llm }: { llm: LlmView }) {
  const [all, setAll] = useState(false);
  const { from, to } = foldedRange(llm.input.length);
  return (
    <>
      {llm.input.map((message, i) => {
        const at = `/input/${i}`;
        if (all || i < from || i >= to) return <MessageCard key={at} message={message} at={at} />;
        return i === from ? (
          <Button key="folded" look="ghost" icon="expand" onClick={() => setAll(true)}>
            Show {formatCount(to - from)} earlier messages
          </Button>
        ) : null;
      })}
      {llm.output.length > 0 && llm.input.length > 0 ? (
        <div className={styles.turn} aria-hidden="true">
          Output
        </div>
      ) : null}
      {llm.output.map((message, i) => {
        // Choices have no ids and never change their order.
        const at = `/output/${i}`;
        return <MessageCard key={at} message={message} at={at} />;
      })}
    </>
  );
}

function ToolRun({ llm }: { llm: LlmView }) {
  const tool = llm.toolCall;
  const copyOf = useCopyOf();
  if (!tool) return null;
  return (
    <>
      <Card
        tone="assistant"
        icon="tool"
        title={tool.name || 'Tool'}
        aside="arguments"
        what="arguments"
        {...copyOf(tool.arguments, '/toolCall/arguments')}
      >
        {tool.description === '' ? null : <p className={styles.quiet}>{tool.description}</p>}
        <JsonContent value={tool.arguments} at="/toolCall/arguments" label="Arguments" />
      </Card>
      <Card
        tone="tool"
        icon="check"
        title="Result"
        what="result"
        {...copyOf(tool.result, '/toolCall/result')}
      >
        <JsonContent value={tool.result} at="/toolCall/result" label="Result" />
      </Card>
    </>
  );
}

/** What copies a value of the view with all of its texts; nothing where there is none, or a rule hides it. */
function useCopyOf() {
  const wholeText = useWholeText();
  return (value: JsonValue, at: string): { copy?: () => Promise<string> } =>
    value === null || value === HIDDEN_VALUE ? {} : { copy: wholeText(value, at, textOfContent) };
}

function Documents({ llm }: { llm: LlmView }) {
  const copyOf = useCopyOf();
  if (llm.documents.length === 0) return null;
  return (
    <section aria-label="Documents">
      <h3 className={styles.section}>
        Documents <span className={styles.quiet}>{llm.documents.length}</span>
      </h3>
      {llm.documents.map((document, i) => (
        <Card
          key={`${document.id}/${String(i)}`}
          tone="document"
          icon="file"
          title={document.id || `Document ${i + 1}`}
          aside={document.score === null ? '' : `score ${document.score}`}
          what="document"
          {...copyOf(document.content, `/documents/${i}/content`)}
        >
          <JsonContent value={document.content} at={`/documents/${i}/content`} label="Content" />
          {document.metadata === null ? null : (
            <details className={styles.fold}>
              <summary>Metadata</summary>
              <JsonContent
                value={document.metadata}
                at={`/documents/${i}/metadata`}
                label="Metadata"
              />
            </details>
          )}
        </Card>
      ))}
    </section>
  );
}

function Embeddings({ llm }: { llm: LlmView }) {
  const copyOf = useCopyOf();
  if (!llm.embeddings) return null;
  const { texts, dimensions } = llm.embeddings;
  return (
    <section aria-label="Embeddings">
      <h3 className={styles.section}>
        Embedded texts <span className={styles.quiet}>{texts.length}</span>
        {dimensions > 0 ? (
          <span className={styles.quiet}>{formatCount(dimensions)} dimensions</span>
        ) : null}
      </h3>
      {texts.map((text, i) => {
        const at = `/embeddings/texts/${i}`;
        return (
          <Card
            key={at}
            tone="document"
            icon="layers"
            title={`Text ${i + 1}`}
            what="text"
            {...copyOf(text, at)}
          >
            <LlmText text={text} at={at} />
          </Card>
        );
      })}
    </section>
  );
}

function Fold(props: { title: string; count: number; children: ReactNode }) {
  return (
    <details className={styles.foldedSection}>
      <summary>
        {props.title} <span className={styles.quiet}>{formatCount(props.count)}</span>
      </summary>
      {props.children}
    </details>
  );
}
