import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { client } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';

/** Attributes offered beside the fields. */
const OFFERED = 8;

/** The attributes that the newest spans have most often, to be chosen from. */
export function useOfferedAttributes(projectId: string) {
  const { data, refetch } = useQuery({
    queryKey: ['trace-suggestions', projectId, {}, ''],
    queryFn: ({ signal }) => client.traces.suggest({ projectId, text: '', limit: 20 }, { signal }),
    staleTime: 30_000,
  });
  return { offered: (data?.values ?? []).slice(0, OFFERED), refetch };
}

/** Asks for the key of any attribute. */
export function AttributeDialog(props: {
  title: string;
  /** What is done with it. */
  action: string;
  onClose: () => void;
  onChoose: (key: string) => void;
}) {
  const [key, setKey] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const isReady = key.trim() !== '' && key.length <= 400;
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.title}
      initialFocus={input}
      description="Of spans, their resources, scopes, events or links."
      footer={
        <DialogButtons onClose={props.onClose} form="attribute-choice" disabled={!isReady}>
          {props.action}
        </DialogButtons>
      }
    >
      <form
        id="attribute-choice"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) props.onChoose(key.trim());
        }}
      >
        <FormField label="Key" name="key">
          <FieldInput
            ref={input}
            mono
            value={key}
            placeholder="http.route"
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}
