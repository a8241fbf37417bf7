import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useState, type KeyboardEvent } from 'react';
import { Icon } from '../ui/icons.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { isAvailable, useAllCommands } from './commands.ts';
import { closeOverlay, focusBefore } from './overlays.ts';
import { paletteGroups, type PaletteGroup, type PaletteItem } from './palette-items.ts';
import { useCurrentProject, useProjects } from './use-project.ts';
import { navigate } from './use-route.ts';
import styles from './palette.module.css';

type BaseKey = KeyboardEvent & { preventBaseUIHandler: () => void };

function act(item: PaletteItem): void {
  closeOverlay();
  if ('go' in item.act) navigate(item.act.go);
  else item.act.run();
}

/** Go anywhere, run any command, open a trace by its id. */
export function Palette() {
  const [query, setQuery] = useState('');
  const [highlighted, setHighlighted] = useState<string>();
  const commands = useAllCommands().filter(isAvailable);
  const { data: projects = [] } = useProjects();
  const groups = paletteGroups(query, commands, projects, useCurrentProject());
  const items = groups.flatMap((group) => group.items);
  const onKeyDown = (event: BaseKey): void => {
    if (event.key !== 'Enter') return;
    // Who types and presses Enter at once means the first entry, highlighted yet or not.
    event.preventBaseUIHandler();
    const chosen = items.find((item) => item.id === highlighted) ?? items[0];
    if (chosen) act(chosen);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : closeOverlay())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          className={styles.popup}
          aria-label="Search and commands"
          finalFocus={focusBefore}
        >
          <Autocomplete.Root
            open
            inline
            mode="none"
            items={groups}
            value={query}
            onValueChange={setQuery}
            autoHighlight="always"
            keepHighlight
            onItemHighlighted={(item) => setHighlighted(item?.id)}
            itemToStringValue={(item: PaletteItem) => item.label}
          >
            <div className={styles.search}>
              <Icon name="search" />
              <Autocomplete.Input
                className={styles.input}
                aria-label="Search"
                onKeyDown={onKeyDown}
                placeholder="Go to, run, or paste a trace id…"
              />
              <Kbd keys="Esc" />
            </div>
            <Autocomplete.Empty>
              <div className={styles.empty}>
                Nothing matches. A pasted trace id opens its trace.
              </div>
            </Autocomplete.Empty>
            <Autocomplete.List className={styles.list}>
              {(group: PaletteGroup) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className={styles.group}>
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: PaletteItem) => (
                      <Autocomplete.Item
                        key={item.id}
                        value={item}
                        className={styles.item}
                        onClick={() => act(item)}
                      >
                        <Icon name={item.icon} size={14} />
                        <span className="truncate">{item.label}</span>
                        {item.keys ? <Kbd keys={item.keys} /> : null}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
