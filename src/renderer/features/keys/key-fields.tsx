import type { ApiKey } from '../../../shared/contract/keys.ts';
import { AddressRange } from '../../../shared/contract/keys.ts';
import { FieldArea, FieldInput, FormField } from '../../ui/input.tsx';
import styles from './keys.module.css';

/** Name, label and addresses of a key, new or changed; read them with {@link readKeyFields}. */
export function KeyFields(props: { apiKey?: ApiKey; addressError?: string | undefined }) {
  const key = props.apiKey;
  return (
    <>
      <div className={styles.two}>
        <FormField label="Name" name="name" hint="The service or person that uses it.">
          <FieldInput
            maxLength={80}
            placeholder="checkout-service"
            autoComplete="off"
            defaultValue={key?.name ?? ''}
          />
        </FormField>
        <FormField label="Environment (optional)" name="environment" hint="A label of the key.">
          <FieldInput
            maxLength={60}
            placeholder="production"
            autoComplete="off"
            defaultValue={key?.environment ?? ''}
          />
        </FormField>
      </div>
      <FormField
        label="Allowed addresses (optional)"
        name="addresses"
        hint="One IP address or range a line, such as 10.2.0.0/16 or 2001:db8::/32. Empty: from anywhere."
        error={props.addressError}
      >
        <FieldArea rows={2} defaultValue={key?.allowedAddresses.join('\n') ?? ''} />
      </FormField>
    </>
  );
}

/** What the fields hold, or what is wrong with an address. */
export function readKeyFields(
  form: FormData,
):
  | { name: string; environment: string; allowedAddresses: string[]; problem?: undefined }
  | { problem: string } {
  const text = (field: string): string => {
    const value = form.get(field);
    return typeof value === 'string' ? value : '';
  };
  const lines = text('addresses')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const wrong = lines.find((line) => !AddressRange.safeParse(line).success);
  if (wrong !== undefined) {
    return { problem: `“${wrong}” is neither an IP address nor a range such as 10.2.0.0/16.` };
  }
  return { name: text('name'), environment: text('environment'), allowedAddresses: lines };
}
