import { MAX_SAMPLE } from '../../../shared/redaction.ts';
import { hrefOf } from '../../app/route.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { Icon } from '../../ui/icons.tsx';
import { useMay } from '../people/use-may.ts';
import { setSample } from './playground-store.ts';

/** Takes a value to the playground, for those who may try rules. */
export function TryValueLink(props: {
  projectId: string;
  /** The attribute key. */
  name: string;
  text: () => string;
  className?: string | undefined;
}) {
  const { projectId, name } = props;
  const may = useMay(useCurrentProject()?.organizationId, projectId);
  if (!may('redaction:read')) return null;
  const take = (): void => {
    const text = props.text().slice(0, MAX_SAMPLE);
    setSample(projectId, { kind: 'text', key: name.slice(0, 512), text });
  };
  return (
    <a
      className={props.className}
      href={hrefOf({ screen: 'privacy', projectId, tab: 'playground' })}
      title="Try redaction on this value"
      aria-label={`Try redaction on this ${name}`}
      onClick={take}
    >
      <Icon name="shield" size={13} />
    </a>
  );
}
