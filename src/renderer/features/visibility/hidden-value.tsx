import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { Icon } from '../../ui/icons.tsx';
import { rulesHiding } from './covering-rules.ts';
import { MATCH_WORDS } from './scope-words.ts';
import { useViewedAs } from './use-view-as.ts';
import styles from './hidden-value.module.css';

/** The rules that hide a key from whom the window stands in for; whoever is hidden from is not told of rules. */
function useReason(key: string | undefined): string {
  const viewer = useViewedAs();
  const { data } = useQuery(
    api.visibility.list.queryOptions({
      input: { projectId: viewer?.projectId ?? '' },
      enabled: viewer !== null && key !== undefined,
      staleTime: 60_000,
    }),
  );
  const rules =
    viewer === null || key === undefined ? [] : rulesHiding(data?.rules ?? [], key, viewer.id);
  if (rules.length === 0) return 'by a visibility rule of this project';
  const names = rules.map(({ match, pattern }) => `“${MATCH_WORDS[match]} ${pattern}”`);
  return `by the rule ${names.join(' and ')}`;
}

/** What stands in the place of a value that a rule hides: never the value, and nothing to copy. */
export function HiddenValue(props: {
  /** What is hidden, for the tooltip: "Model". */
  what?: string;
  /** Key of the attribute that is hidden, where it is one. */
  attribute?: string;
  /** In a narrow cell: the mark without the word. */
  short?: boolean;
}) {
  const viewer = useViewedAs();
  const reason = useReason(props.attribute);
  const what = props.what ?? props.attribute;
  const from = viewer === null ? 'you' : viewer.name;
  return (
    <span
      className={styles.hidden}
      title={`${what ? `${what} is hidden` : 'Hidden'} from ${from} ${reason}`}
    >
      <Icon name="eyeOff" size={12} />
      {props.short ? <span className="visually-hidden">hidden</span> : 'hidden'}
    </span>
  );
}
