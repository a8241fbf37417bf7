import { useState } from 'react';
import { TRACE_FIELDS } from '../../../shared/query/fields.ts';
import { TRACE_GROUP_FIELDS } from '../../../shared/contract/trace-groups.ts';
import { attributeKey, readGroupKey } from '../../../shared/query/group-key.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { AttributeDialog, useOfferedAttributes } from './attribute-choice.tsx';
import { useHiddenFields } from '../visibility/use-hidden-fields.ts';

const LABELS: Readonly<Record<string, string>> = { name: 'Root name' };

/** A field or attribute as it is called on screen. */
export function groupLabel(by: string): string {
  const read = readGroupKey(by);
  if (read.kind === 'attribute') return read.key;
  return LABELS[read.field] ?? read.field.charAt(0).toUpperCase() + read.field.slice(1);
}

/** What the button says: `By service`. */
function buttonLabel(by: string): string {
  const isField = readGroupKey(by).kind === 'field';
  return `By ${isField ? groupLabel(by).toLowerCase() : groupLabel(by)}`;
}

/** Chooses what the traces are grouped by: a field, or any attribute. */
export function GroupMenu(props: {
  projectId: string;
  groupBy: string | undefined;
  onChange: (by: string | undefined) => void;
}) {
  const { projectId, groupBy, onChange } = props;
  const [isAsking, setIsAsking] = useState(false);
  const hidden = useHiddenFields(projectId);
  const { offered, refetch } = useOfferedAttributes(projectId);
  const fields = TRACE_GROUP_FIELDS.filter(
    (field) => !TRACE_FIELDS[field].reads.some((column) => hidden.includes(column)),
  );
  const entries: MenuEntry[] = [
    ...(groupBy === undefined
      ? []
      : ([
          { label: 'No groups', icon: 'x', onSelect: () => onChange(undefined) },
          { kind: 'separator' },
        ] as const)),
    ...fields.map((field) => ({ label: groupLabel(field), onSelect: () => onChange(field) })),
    { kind: 'group', label: 'Attributes' },
    ...offered.map(({ value, count }) => ({
      label: value,
      note: formatCount(count),
      onSelect: () => onChange(attributeKey(value)),
    })),
    { label: 'Other attribute…', onSelect: () => setIsAsking(true) },
  ];
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button icon="grid" title="Group">
            {groupBy === undefined ? <span data-spare="">Group</span> : buttonLabel(groupBy)}
          </Button>
        }
        entries={entries}
        // Attributes may have come since the screen was opened.
        onOpen={() => void refetch()}
      />
      {isAsking ? (
        <AttributeDialog
          title="Group by an attribute"
          action="Group"
          onClose={() => setIsAsking(false)}
          onChoose={(key) => {
            setIsAsking(false);
            onChange(attributeKey(key));
          }}
        />
      ) : null}
    </>
  );
}
