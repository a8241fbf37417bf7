import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Notice } from '../../ui/states.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import styles from './connect.module.css';
import { connectSnippets, type Snippet, type SnippetInput } from './snippets.ts';

interface BrowserProps {
  input: SnippetInput;
  /** Whether `input.secret` is a real one. */
  hasKey: boolean;
  mayCreate: boolean;
  onCreateKey: () => void;
  onCreatePair: () => void;
}

/** What an SDK needs and the screen does not have yet. */
function MissingKey(props: BrowserProps & { snippet: Snippet }) {
  const { needs } = props.snippet;
  if (needs === 'pair' && !props.input.publicKey) {
    return (
      <div className={styles.pairNotice}>
        <Notice>This SDK needs a public and a secret key.</Notice>
        {props.mayCreate ? (
          <Button icon="key" onClick={props.onCreatePair}>
            Create a pair
          </Button>
        ) : null}
      </div>
    );
  }
  if (needs === 'key' && !props.hasKey) {
    return (
      <div className={styles.pairNotice}>
        <Notice>This SDK sends nothing without a key.</Notice>
        {props.mayCreate ? (
          <Button icon="key" onClick={props.onCreateKey}>
            Create a key
          </Button>
        ) : null}
      </div>
    );
  }
  return null;
}

/** The ways to connect as a list, and the snippet of the chosen one beside it. */
export function SnippetBrowser(props: BrowserProps) {
  const snippets = connectSnippets(props.input);
  const [chosen, setChosen] = useState(() => readStored('snippet', z.string(), 'env'));
  const value = snippets.some(({ id }) => id === chosen) ? chosen : 'env';
  return (
    <Tabs.Root
      className={styles.browser}
      orientation="vertical"
      value={value}
      onValueChange={(next: string) => {
        setChosen(next);
        writeStored('snippet', next);
      }}
    >
      <Tabs.List className={styles.ways} aria-label="Ways to connect" activateOnFocus>
        {snippets.map((snippet) => (
          <Tabs.Tab key={snippet.id} value={snippet.id} className={styles.way}>
            {snippet.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map((snippet) => (
        <Tabs.Panel key={snippet.id} value={snippet.id} className={styles.panel}>
          <p className="muted">{snippet.about}</p>
          <MissingKey snippet={snippet} {...props} />
          {snippet.blocks.map((block) => (
            <CodeBlock
              key={block.title}
              title={block.title}
              code={block.code}
              label={`${snippet.label}: ${block.title}`}
            />
          ))}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
