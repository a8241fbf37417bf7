import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Notice } from '../../ui/states.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import styles from './connect.module.css';
import { connectSnippets, type SnippetInput } from './snippets.ts';

/** The ways to connect as a list, and the snippet of the chosen one beside it. */
export function SnippetBrowser(props: { input: SnippetInput; onCreatePair: () => void }) {
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
          {snippet.needsPair && !props.input.publicKey ? (
            <div className={styles.pairNotice}>
              <Notice>This SDK needs a public and a secret key.</Notice>
              <Button icon="key" onClick={props.onCreatePair}>
                Create a pair
              </Button>
            </div>
          ) : null}
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
