import { Toast } from '@base-ui/react/toast';
import { endsWithSession } from '../client/belongings.ts';
import { Icon } from './icons.tsx';
import { IconButton } from './button.tsx';
import styles from './toast.module.css';

const manager = Toast.createToastManager();
// What happened to one person is not told to the next, nor undone by them.
endsWithSession(() => manager.close());

type ToastLook = 'ok' | 'error' | 'info';

/** Says something that happened elsewhere; announced politely, gone after a while. */
export function showToast(message: {
  title: string;
  description?: string;
  look?: ToastLook;
  action?: { label: string; run: () => void };
}): void {
  manager.add({
    title: message.title,
    type: message.look ?? 'info',
    timeout: message.action || message.look === 'error' ? 10_000 : 5_000,
    ...(message.description ? { description: message.description } : {}),
    ...(message.action
      ? { actionProps: { children: message.action.label, onClick: message.action.run } }
      : {}),
  });
}

const ICON = { ok: 'ok', error: 'error', info: 'info' } as const;

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => {
    const look = (toast.type ?? 'info') as ToastLook;
    return (
      <Toast.Root key={toast.id} toast={toast} className={styles.toast} data-look={look}>
        <Toast.Content className={styles.content}>
          <span className={styles.icon}>
            <Icon name={ICON[look]} size={16} />
          </span>
          <div className={styles.text}>
            <Toast.Title className={styles.title} />
            <Toast.Description className={styles.description} />
          </div>
          {toast.actionProps ? <Toast.Action className={styles.action} /> : null}
          <Toast.Close render={<IconButton icon="x" label="Dismiss" />} />
        </Toast.Content>
      </Toast.Root>
    );
  });
}

/** Where toasts appear; mounted once by the app. */
export function ToastRegion() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
