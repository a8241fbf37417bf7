import type { SpanDetail } from '../../../shared/span-detail.ts';
import { AttributeList } from './attribute-list.tsx';
import styles from './span-panel.module.css';

/** Who sent the span: the resource, and the library that made it. */
export function ResourceTab(props: { projectId: string; detail: SpanDetail }) {
  const { projectId, detail } = props;
  const { resource, scope } = detail;
  return (
    <div className={styles.tab}>
      <AttributeList
        key={detail.spanId}
        projectId={projectId}
        attributes={resource.attributes}
        label="resource attributes"
      />
      <h3 className={styles.heading}>Instrumentation scope</h3>
      <dl>
        <div className={styles.field}>
          <dt>Name</dt>
          <dd>{scope.name || 'not given'}</dd>
        </div>
        {scope.version === '' ? null : (
          <div className={styles.field}>
            <dt>Version</dt>
            <dd>{scope.version}</dd>
          </div>
        )}
        {[resource.schemaUrl, scope.schemaUrl].filter(Boolean).map((url, i) => (
          <div className={styles.field} key={url + String(i)}>
            <dt>Schema</dt>
            <dd>{url}</dd>
          </div>
        ))}
      </dl>
      {scope.attributes.length > 0 ? (
        <AttributeList
          projectId={projectId}
          attributes={scope.attributes}
          label="scope attributes"
        />
      ) : null}
    </div>
  );
}
