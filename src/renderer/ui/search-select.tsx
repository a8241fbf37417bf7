import { Combobox } from '@base-ui/react/combobox';
import { clsx } from 'clsx';
import { useRef } from 'react';
import { choiceRef } from './kept-fields.ts';
import { Icon } from './icons.tsx';
import buttons from './button.module.css';
import inputs from './input.module.css';
import { usePopupPlace } from './popup-place.ts';
import popups from './popup.module.css';
import type { SelectOption, SelectProps } from './select.tsx';
import styles from './search-select.module.css';

/** One of many options, as a button that opens a list with a field to find them by part of their words. */
export function SearchSelect<V extends string>(props: SelectProps<V>) {
  const place = usePopupPlace();
  const field = useRef<HTMLInputElement>(null);
  const { options } = props;
  return (
    <Combobox.Root
      items={options as SelectOption<V>[]}
      value={options.find(({ value }) => value === props.value) ?? null}
      onValueChange={(option) => {
        if (option !== null) props.onChange(option.value);
      }}
      onOpenChange={(open) => {
        if (open) props.onOpen?.();
      }}
      autoHighlight
    >
      <Combobox.Trigger
        ref={choiceRef(props.value, props.onChange)}
        aria-label={props.label}
        className={clsx(buttons['button'], buttons[props.look ?? 'plain'], props.className)}
      >
        {props.icon ? <Icon name={props.icon} /> : null}
        <Combobox.Value />
        <Icon name="chevronDown" size={13} />
      </Combobox.Trigger>
      <Combobox.Portal {...place}>
        <Combobox.Positioner className={popups['positioner']} sideOffset={4} align="start">
          <Combobox.Popup
            className={clsx(popups['popup'], styles.popup)}
            aria-label={props.label}
            initialFocus={field}
          >
            <Combobox.Input
              ref={field}
              aria-label={`Find in ${props.label}`}
              className={clsx(inputs['input'], styles.field)}
              placeholder="Type to find"
              spellCheck={false}
            />
            <Combobox.Empty>
              <div className={styles.empty}>Nothing matches.</div>
            </Combobox.Empty>
            <Combobox.List className={styles.list}>
              {(option: SelectOption<V>) => (
                <Combobox.Item key={option.value} value={option} className={popups['item']}>
                  <span className={popups['mark']}>
                    <Combobox.ItemIndicator>
                      <Icon name="check" size={13} />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className={popups['label']}>{option.label}</span>
                  {option.note ? <span className={popups['note']}>{option.note}</span> : null}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
