import type { Viewer, ViewerId } from '../../../shared/contract/visibility.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { shortViewerName, VIEWER_GROUPS } from './viewer-names.ts';
import styles from './visibility.module.css';

/** Who sees covered attributes all the same, as boxes to tick. */
export function ViewerPicker(props: {
  viewers: readonly Viewer[];
  chosen: readonly ViewerId[];
  onChange: (chosen: ViewerId[]) => void;
}) {
  const { viewers, chosen } = props;
  const toggle = (id: ViewerId, on: boolean): void =>
    props.onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  const gone = chosen.filter((id) => !viewers.some((viewer) => viewer.id === id));
  return (
    <div className={styles.viewers} role="group" aria-label="Who sees it all the same">
      {VIEWER_GROUPS.map(({ kind, title }) => (
        <fieldset key={kind} className={styles.choices}>
          <legend>{title}</legend>
          {viewers
            .filter((viewer) => viewer.kind === kind)
            .map((viewer) => (
              <Checkbox
                key={viewer.id}
                checked={chosen.includes(viewer.id)}
                onChange={(on) => toggle(viewer.id, on)}
              >
                {shortViewerName(viewer)}{' '}
                {viewer.readsTraces ? null : <span className="faint">reads no traces</span>}
              </Checkbox>
            ))}
        </fieldset>
      ))}
      {gone.map((id) => (
        <Checkbox key={id} checked onChange={(on) => toggle(id, on)}>
          {id} <span className="faint">deleted role</span>
        </Checkbox>
      ))}
    </div>
  );
}
