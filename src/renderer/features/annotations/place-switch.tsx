import { Checkbox } from '../../ui/checkbox.tsx';

/** Whether something is said of the selected span, or of its whole trace. */
export function PlaceSwitch(props: { ofSpan: boolean; onChange: (ofSpan: boolean) => void }) {
  return (
    <Checkbox checked={props.ofSpan} onChange={props.onChange}>
      About this span alone
    </Checkbox>
  );
}
