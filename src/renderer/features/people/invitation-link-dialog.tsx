import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CodeOnce } from './code-once.tsx';

/** Shows the link of an invitation the one time it can be seen. */
export function InvitationLinkDialog(props: { title: string; code: string; onClose: () => void }) {
  return (
    <Dialog
      open
      locked
      onClose={props.onClose}
      title={props.title}
      footer={
        <Button look="primary" icon="check" onClick={props.onClose}>
          I have handed it over
        </Button>
      }
    >
      <CodeOnce
        kind="invitation"
        code={props.code}
        note="Shown only now, and good for one use within seven days; a link of before is worth nothing any more. There is no mail server: hand it over yourself."
      />
    </Dialog>
  );
}
