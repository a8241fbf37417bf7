import { Menu as BaseMenu } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { Kbd } from './kbd.tsx';
import { usePopupPlace } from './popup-place.ts';
import popups from './popup.module.css';

export type MenuEntry =
  | {
      kind?: 'item';
      label: string;
      icon?: IconName;
      keys?: string;
      note?: ReactNode;
      danger?: boolean;
      disabled?: boolean;
      onSelect: () => void;
    }
  | {
      kind: 'check';
      label: string;
      checked: boolean;
      note?: ReactNode;
      onChange: (checked: boolean) => void;
    }
  | { kind: 'separator' }
  | { kind: 'group'; label: string };

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.kind === 'separator') return <BaseMenu.Separator className={popups['separator']} />;
  if (entry.kind === 'group') {
    return (
      <div role="presentation" className={popups['group']}>
        {entry.label}
      </div>
    );
  }
  if (entry.kind === 'check') {
    return (
      <BaseMenu.CheckboxItem
        className={popups['item']}
        checked={entry.checked}
        onCheckedChange={entry.onChange}
        closeOnClick={false}
      >
        <span className={popups['mark']}>
          <BaseMenu.CheckboxItemIndicator>
            <Icon name="check" size={13} />
          </BaseMenu.CheckboxItemIndicator>
        </span>
        {entry.label}
        {entry.note ? <span className={popups['note']}>{entry.note}</span> : null}
      </BaseMenu.CheckboxItem>
    );
  }
  return (
    <BaseMenu.Item
      className={clsx(popups['item'], entry.danger && popups['danger'])}
      disabled={entry.disabled ?? false}
      onClick={entry.onSelect}
    >
      {entry.icon ? <Icon name={entry.icon} /> : null}
      <span>{entry.label}</span>
      {entry.note || entry.keys ? (
        <span className={popups['note']}>
          {entry.keys ? <Kbd keys={entry.keys} /> : entry.note}
        </span>
      ) : null}
    </BaseMenu.Item>
  );
}

function Popup(props: { entries: readonly MenuEntry[]; align: 'start' | 'end'; anchor?: Element }) {
  const place = usePopupPlace();
  return (
    <BaseMenu.Portal {...place}>
      <BaseMenu.Positioner
        className={popups['positioner']}
        sideOffset={4}
        align={props.align}
        {...(props.anchor ? { anchor: props.anchor } : {})}
      >
        <BaseMenu.Popup className={popups['popup']}>
          {props.entries.map((entry, index) => (
            <Fragment key={'label' in entry ? `${index} ${entry.label}` : index}>
              <Entry entry={entry} />
            </Fragment>
          ))}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  );
}

/** A button (`trigger`, an element that takes a ref) and the list of actions it opens. */
export function Menu(props: {
  trigger: ReactElement<Record<string, unknown>>;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
  /** It is about to be shown. */
  onOpen?: () => void;
}) {
  return (
    <BaseMenu.Root onOpenChange={(open) => (open ? props.onOpen?.() : undefined)}>
      <BaseMenu.Trigger render={props.trigger} />
      <Popup entries={props.entries} align={props.align ?? 'start'} />
    </BaseMenu.Root>
  );
}

/** An open list of actions at one of many places, such as the rows of a list. */
export function MenuAt(props: {
  anchor: Element;
  entries: readonly MenuEntry[];
  onClose: () => void;
}) {
  return (
    <BaseMenu.Root open onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <Popup entries={props.entries} align="end" anchor={props.anchor} />
    </BaseMenu.Root>
  );
}
