import type { AuditVerification } from '../../../shared/contract/audit.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, shortId } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import styles from './audit.module.css';

/** What the check of the whole chain found, until it is put away. */
export function VerifyResult(props: { result: AuditVerification; onClose: () => void }) {
  const { result } = props;
  return (
    <div className={styles.result} role="region" aria-label="Result of the check">
      {result.problem === null ? (
        <Notice>
          <b>In order.</b> {formatCount(result.checked)} entries, {result.firstSequence} to{' '}
          {result.lastSequence}, are as they were written. Newest hash{' '}
          <CopyText text={result.lastHash} shown={shortId(result.lastHash)} what="newest hash" />
        </Notice>
      ) : (
        <Notice tone="error">
          <b>Wrong at entry {result.problem.sequence}.</b> {result.problem.message} Somebody changed
          the log outside of Spanward, or a file was lost. Keep a copy of the data folder.
        </Notice>
      )}
      <IconButton icon="x" label="Put the result away" onClick={props.onClose} />
    </div>
  );
}
