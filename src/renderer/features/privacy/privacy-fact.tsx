import { useQuery } from '@tanstack/react-query';
import { hrefOf } from '../../app/route.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { redactionText } from './type-words.ts';
import styles from './privacy.module.css';

/** What is done about personal data in a project, in one line, with the way to change it. */
export function PrivacyFact({ projectId }: { projectId: string }) {
  const { data, error } = useQuery(
    api.redaction.get.queryOptions({ input: { projectId }, staleTime: 0 }),
  );
  return (
    <p className="muted">
      {data
        ? redactionText(data.rules.mode, data.requiredTypes)
        : error
          ? `What is redacted could not be read: ${messageOf(error)}`
          : 'Reading what is redacted…'}{' '}
      <a className={styles.link} href={hrefOf({ screen: 'privacy', projectId, tab: 'rules' })}>
        Rules
      </a>
    </p>
  );
}
