import { useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';

/** Actions of one row. The menu is made once somebody is about to open it: there are many rows. */
export function RowMenu({ entries }: { entries: () => readonly MenuEntry[] }) {
  const [near, setNear] = useState(false);
  const button = (
    <IconButton
      icon="more"
      label="Actions of the trace"
      tabIndex={-1}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
    />
  );
  return (
    // A click on it is not one on the row.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span onClick={(event) => event.stopPropagation()}>
      {near ? <Menu align="end" trigger={button} entries={entries()} /> : button}
    </span>
  );
}
