import { FieldInput, FormField } from '../../ui/input.tsx';

/** Asks for the name of a project before something happens to it that cannot be undone. */
export function ConfirmName(props: {
  name: string;
  typed: string;
  onChange: (typed: string) => void;
}) {
  return (
    <FormField
      label="Type the name of the project to confirm"
      name="confirm"
      hint={<code>{props.name}</code>}
    >
      <FieldInput
        data-anew=""
        autoComplete="off"
        value={props.typed}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </FormField>
  );
}
