import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { DEFAULT_COLUMNS, TRACE_COLUMNS } from './columns.tsx';

/** Chooses which columns the list shows. */
export function ColumnsMenu(props: {
  chosen: readonly string[];
  /** Chosen columns that have no room now. */
  left: readonly { id: string }[];
  onChange: (ids: readonly string[]) => void;
}) {
  const { chosen, left, onChange } = props;
  return (
    <Menu
      align="end"
      trigger={
        <Button icon="columns" title="Columns">
          <span data-spare="">Columns</span>
        </Button>
      }
      entries={[
        ...TRACE_COLUMNS.filter(({ id }) => id !== 'name').map((column) => ({
          kind: 'check' as const,
          label: column.label,
          checked: chosen.includes(column.id),
          note: left.some(({ id }) => id === column.id) ? 'no room now' : undefined,
          onChange: (on: boolean) =>
            onChange(on ? [...chosen, column.id] : chosen.filter((id) => id !== column.id)),
        })),
        { kind: 'separator' },
        { label: 'Default columns', onSelect: () => onChange(DEFAULT_COLUMNS) },
      ]}
    />
  );
}
