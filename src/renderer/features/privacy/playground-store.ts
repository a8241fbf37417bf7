import { create } from 'zustand';
import { endsWithSession } from '../../client/belongings.ts';

/** What is played with: a text, or attributes of a span. In memory only, and let go of with project and session. */
export type Sample =
  | { readonly kind: 'text'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'span';
      readonly name: string;
      readonly fields: readonly { readonly key: string; readonly text: string }[];
      /** Values too long to be tried, which were left out. */
      readonly leftOut: number;
    };

export const NO_SAMPLE: Sample = { kind: 'text', key: '', text: '' };

/** A prompt with something of most kinds, and with numbers that stay. */
export const EXAMPLE: Sample = {
  kind: 'text',
  key: 'gen_ai.input.messages',
  text: JSON.stringify(
    [
      {
        role: 'user',
        content:
          'I am Ada, ada@corp.io, +1 415 555 0132. Charge 4111 1111 1111 1111 or DE89 3704 0044 0532 0130 00.',
      },
      {
        role: 'tool',
        content: '{"api_key":"9f2Kc81TzQ4mXw7LrV0bN5sY","peer":"203.0.113.7","version":"1.24.0.3"}',
        trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      },
    ],
    null,
    2,
  ),
};

interface Playground {
  /** The project the sample is of: that of another is never shown. */
  readonly projectId: string;
  readonly sample: Sample;
}

const usePlaygroundStore = create<Playground>()(() => ({ projectId: '', sample: NO_SAMPLE }));
endsWithSession(() => usePlaygroundStore.setState({ projectId: '', sample: NO_SAMPLE }));

/** The sample of a project's playground. */
export function useSample(projectId: string): Sample {
  return usePlaygroundStore((state) => (state.projectId === projectId ? state.sample : NO_SAMPLE));
}

export function setSample(projectId: string, sample: Sample): void {
  usePlaygroundStore.setState({ projectId, sample });
}
