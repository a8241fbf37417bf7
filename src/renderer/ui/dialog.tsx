import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { useRef, type ReactNode, type RefObject } from 'react';
import { IconButton } from './button.tsx';
import { DialogButtons } from './dialog-buttons.tsx';
import { firstField } from './first-field.ts';
import styles from './dialog.module.css';
import { useKeptFields } from './use-kept-fields.ts';
import { Notice } from './states.tsx';
import { InDialog } from './popup-place.ts';

/**
 * A modal dialog; Escape and a click outside close it unless `locked`. It begins in its first field, or
 * on its first button where it has none. Do not use `autoFocus` in it: what had the focus would be
 * forgotten.
 */
export function Dialog(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, at the foot. */
  footer?: ReactNode;
  wide?: boolean;
  /** What is written in it is kept nowhere, not even for a session that ends meanwhile. */
  forgets?: boolean;
  /** Closing needs one of the dialog's own buttons, e.g. while a secret is shown. */
  locked?: boolean;
  /** What gets the focus, where that is not the first field. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** What gets the focus afterwards; by default, and where it says `true`, what had it before. */
  finalFocus?: () => HTMLElement | boolean;
}) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root
      open={props.open}
      onOpenChange={(open) => {
        if (!open && !props.locked) props.onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup
          className={clsx(styles.popup, props.wide && styles.wide)}
          ref={popup}
          initialFocus={props.initialFocus ?? (() => firstField(popup.current) ?? true)}
          {...(props.finalFocus ? { finalFocus: props.finalFocus } : {})}
        >
          <div className={styles.head}>
            <BaseDialog.Title className={styles.title}>{props.title}</BaseDialog.Title>
            {props.locked ? null : (
              <BaseDialog.Close render={<IconButton icon="x" label="Close" />} />
            )}
          </div>
          {props.description ? (
            <BaseDialog.Description className={styles.description}>
              {props.description}
            </BaseDialog.Description>
          ) : null}
          <InDialog value>
            <DialogBody {...props} />
            {props.footer ? (
              <div className={styles.footer} data-dialog-foot="">
                {props.footer}
              </div>
            ) : null}
          </InDialog>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** A form in it outlives a session that ends while it is filled in. */
function DialogBody(props: { title: string; forgets?: boolean; children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  const isBack = useKeptFields(body, props.forgets ? null : props.title);
  return (
    <div ref={body} className={styles.body} data-dialog-body="">
      {isBack ? (
        <div className={styles.back}>
          <Notice>What you wrote before your session ended is here again.</Notice>
        </div>
      ) : null}
      {props.children}
    </div>
  );
}

/** Asks before something that cannot be undone; `confirm` names the act ("Revoke key"). */
export function ConfirmDialog(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirm: string;
  busy?: boolean;
  onConfirm: () => void;
  finalFocus?: () => HTMLElement | boolean;
}) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      {...(props.finalFocus ? { finalFocus: props.finalFocus } : {})}
      title={props.title}
      footer={
        <DialogButtons
          onClose={props.onClose}
          look="danger"
          disabled={props.busy}
          onClick={props.onConfirm}
        >
          {props.confirm}
        </DialogButtons>
      }
    >
      {props.children}
    </Dialog>
  );
}
