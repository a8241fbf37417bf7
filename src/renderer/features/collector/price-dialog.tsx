import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { ModelPrice } from '../../../shared/contract/prices.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import styles from './collector.module.css';

const AMOUNTS = [
  ['input', 'Input'],
  ['output', 'Output'],
  ['cachedInput', 'Cached input'],
  ['cacheWrite', 'Cache write'],
] as const;

/** An amount as typed: empty means "as input" where that is allowed. */
function amount(value: FormDataEntryValue | null): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : Number(text);
}

/** Adds a model's price, or changes one. */
export function PriceDialog(props: { price: ModelPrice | null; onClose: () => void }) {
  const { price } = props;
  const formId = useId();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const set = useMutation(
    api.prices.set.mutationOptions({
      onSuccess: (list) => {
        queryClient.setQueryData(api.prices.list.queryKey(), list);
        props.onClose();
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const parsed = ModelPrice.safeParse({
      model: price?.model ?? form.get('model'),
      provider: price?.provider ?? form.get('provider') ?? '',
      ...Object.fromEntries(AMOUNTS.map(([name]) => [name, amount(form.get(name))])),
    });
    if (parsed.success) set.mutate(parsed.data);
    else {
      const issues = parsed.error.issues.map((issue) => [
        String(issue.path[0]),
        issue.path[0] === 'model' ? 'Name the model.' : 'A number from 0 on.',
      ]);
      setProblems(Object.fromEntries(issues) as Record<string, string>);
    }
  };
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={price ? 'Edit price' : 'Add a model'}
      description={
        price ? (
          <span className="mono">{price.model}</span>
        ) : (
          'Write its name exactly as your spans do.'
        )
      }
      footer={
        <DialogButtons onClose={props.onClose} form={formId} disabled={set.isPending}>
          Save
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.priceForm} onSubmit={onSubmit} noValidate>
        {price ? null : (
          <>
            <FormField label="Model" name="model" error={problems['model']}>
              <FieldInput mono autoComplete="off" placeholder="gpt-4.1-mini" />
            </FormField>
            <FormField label="Provider (optional)" name="provider">
              <FieldInput mono autoComplete="off" placeholder="openai" />
            </FormField>
          </>
        )}
        {AMOUNTS.map(([name, label]) => (
          <FormField
            key={name}
            label={`${label}, $ per million`}
            name={name}
            error={problems[name]}
          >
            <FieldInput
              mono
              inputMode="decimal"
              autoComplete="off"
              placeholder={name === 'input' || name === 'output' ? '0' : 'as input'}
              defaultValue={price?.[name] === null ? '' : String(price?.[name] ?? '')}
            />
          </FormField>
        ))}
        {set.error ? <Notice tone="error">{messageOf(set.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
