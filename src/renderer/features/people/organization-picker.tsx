import { useState } from 'react';
import type { Organization } from '../../../shared/contract/organizations.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Select } from '../../ui/select.tsx';
import { OrganizationDialog } from './organization-dialog.tsx';
import styles from './people.module.css';
import { useInstanceOwner, useMay } from './use-may.ts';

/** Which organization the screen is about, with the ways to rename it and to make another. */
export function OrganizationPicker(props: {
  organization: Organization;
  organizations: readonly Organization[];
  onChoose: (organizationId: string) => void;
}) {
  const { organization, organizations, onChoose } = props;
  const [open, setOpen] = useState<'rename' | 'new' | null>(null);
  const may = useMay(organization.id);
  const mayCreate = useInstanceOwner() ?? false;
  const entries: MenuEntry[] = [];
  if (may('organizations:update')) {
    entries.push({ label: 'Rename…', icon: 'settings', onSelect: () => setOpen('rename') });
  }
  if (mayCreate) {
    entries.push({ label: 'New organization…', icon: 'plus', onSelect: () => setOpen('new') });
  }
  return (
    <div className={styles.picker}>
      {organizations.length > 1 ? (
        <Select
          label="Organization"
          value={organization.id}
          onChange={onChoose}
          options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <span className="muted">{organization.name}</span>
      )}
      {entries.length > 0 ? (
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={`More about ${organization.name}`} />}
          entries={entries}
        />
      ) : null}
      {open ? (
        <OrganizationDialog
          organization={open === 'rename' ? organization : null}
          onClose={() => setOpen(null)}
          onDone={({ id }) => {
            setOpen(null);
            onChoose(id);
          }}
        />
      ) : null}
    </div>
  );
}
