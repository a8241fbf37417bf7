import { Button } from '../../ui/button.tsx';

/** The buttons of a dialog that saves at once, or asks first where more would go. */
export function SaveButtons(props: {
  /** The form whose submit saves or asks. */
  formId: string;
  isBusy: boolean;
  onClose: () => void;
  /** Saves what was asked about; left out while nothing was. */
  onAgree: (() => void) | undefined;
}) {
  const { formId, isBusy, onClose, onAgree } = props;
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      {onAgree ? (
        <Button look="danger" disabled={isBusy} onClick={onAgree}>
          Save anyway
        </Button>
      ) : (
        <Button look="primary" type="submit" form={formId} disabled={isBusy}>
          Save
        </Button>
      )}
    </>
  );
}
