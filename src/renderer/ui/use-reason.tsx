import { useState, type ReactNode } from 'react';
import { MAX_REASON, type CallExtras } from '../../shared/reason.ts';
import { FieldInput, FormField } from './input.tsx';

/** The optional field of a dialog in which somebody says why, and what a mutation takes as its `context` for it. */
export function useReason(): { readonly field: ReactNode; readonly context: CallExtras } {
  const [reason, setReason] = useState('');
  return {
    context: { reason },
    field: (
      <FormField label="Reason (optional)" name="reason" hint="Kept in the audit log.">
        <FieldInput
          autoComplete="off"
          maxLength={MAX_REASON}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FormField>
    ),
  };
}
