import { create } from 'zustand';

/** What is played with: a text, or the attributes of a span. In memory only, and let go of with the project. */
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

interface Playground {
  /** The project the sample is of: that of another is never shown. */
  readonly projectId: string;
  readonly sample: Sample;
}

const usePlaygroundStore = create<Playground>()(() => ({ projectId: '', sample: NO_SAMPLE }));

/** The sample of a project's playground. */
export function useSample(projectId: string): Sample {
  return usePlaygroundStore((state) => (state.projectId === projectId ? state.sample : NO_SAMPLE));
}

export function setSample(projectId: string, sample: Sample): void {
  usePlaygroundStore.setState({ projectId, sample });
}
