import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { usePopupPlace } from './popup-place.ts';
import popups from './popup.module.css';
import styles from './tooltip.module.css';

/** Shows `content` when `children` (one element that takes a ref) is hovered or focused. */
export function Tooltip(props: {
  content: ReactNode;
  children: ReactElement<Record<string, unknown>>;
  side?: 'top' | 'bottom' | 'left' | 'right';
}) {
  const place = usePopupPlace();
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={props.children} />
      <BaseTooltip.Portal {...place}>
        <BaseTooltip.Positioner
          className={popups['positioner']}
          sideOffset={6}
          side={props.side ?? 'top'}
        >
          <BaseTooltip.Popup className={styles.popup}>{props.content}</BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
