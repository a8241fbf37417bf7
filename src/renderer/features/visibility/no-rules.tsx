import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/states.tsx';
import { HiddenValue } from './hidden-value.tsx';
import styles from './visibility.module.css';

/** Why there is nothing, and what a rule would do: the same attributes as two people see them. */
export function NoRules({ actions }: { actions: ReactNode }) {
  return (
    <EmptyState icon="eye" title="Everybody in the project sees everything" actions={actions}>
      <p>
        A rule hides attributes from all but the roles you name: in lists, traces, filters,
        searches, exports and over the API. Nothing stored is changed.
      </p>
      <div className={styles.example}>
        <figure>
          <figcaption>An admin sees</figcaption>
          <code>user.email</code> <span>ada@example.com</span>
          <code>http.route</code> <span>/checkout</span>
        </figure>
        <figure>
          <figcaption>Read-only sees, with a rule for user.*</figcaption>
          <code>user.email</code> <HiddenValue />
          <code>http.route</code> <span>/checkout</span>
        </figure>
      </div>
    </EmptyState>
  );
}
