import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { SecretOnce } from '../keys/secret-once.tsx';
import styles from './connect.module.css';
import type { ConnectKey } from './use-connect-key.ts';

const DESCRIPTION = 'It decides which project telemetry goes to. The snippets below carry it.';

/** The key part of the connect screen: shown once, or how to get one. */
export function KeyForSnippets(props: {
  project: Project;
  connectKey: ConnectKey;
  keyless: boolean;
}) {
  const { project, connectKey, keyless } = props;
  if (connectKey.fresh) {
    return (
      <Section title={`Key of ${project.name}`} description={DESCRIPTION}>
        <SecretOnce secret={connectKey.fresh} />
      </Section>
    );
  }
  if (connectKey.isComing) {
    return (
      <Section title={`Key of ${project.name}`} description={DESCRIPTION}>
        <div className={styles.keyComing}>
          <LoadingState label="Creating the first key" inline />
        </div>
      </Section>
    );
  }
  return (
    <Section title={`Key of ${project.name}`}>
      <div className={styles.keyRow}>
        <p>
          {keyless
            ? 'Programs on this machine can send to this project without a key, so the snippets below carry none. '
            : project.permissions.includes('keys:manage')
              ? 'The snippets below need a key. Secrets are shown only once, so create one to have them filled in. '
              : 'The snippets below need a key: ask an administrator of the project for one. '}
          {project.keyCount > 0 ? (
            <a className={styles.link} href={hrefOf({ screen: 'keys', projectId: project.id })}>
              {formatPlural(project.keyCount, 'key')} in use
            </a>
          ) : null}
        </p>
        {project.permissions.includes('keys:manage') ? (
          <Button
            look={keyless ? 'plain' : 'primary'}
            icon="key"
            disabled={connectKey.creating}
            onClick={connectKey.create}
          >
            Create a key
          </Button>
        ) : null}
      </div>
    </Section>
  );
}
