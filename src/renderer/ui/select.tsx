import { Select as BaseSelect } from '@base-ui/react/select';
import { clsx } from 'clsx';
import { choiceRef } from './kept-fields.ts';
import { Icon, type IconName } from './icons.tsx';
import buttons from './button.module.css';
import { usePopupPlace } from './popup-place.ts';
import popups from './popup.module.css';
import { SearchSelect } from './search-select.tsx';

export interface SelectOption<V extends string> {
  value: V;
  label: string;
  /** Second line or remark, quieter. */
  note?: string;
}

export interface SelectProps<V extends string> {
  label: string;
  value: V;
  options: readonly SelectOption<V>[];
  onChange: (value: V) => void;
  onOpen?: () => void;
  icon?: IconName;
  look?: 'plain' | 'ghost';
  className?: string | undefined;
}

/** Options that are taken in at a glance; more are searched. */
const FEW = 14;

/** One option, as a button that opens a list; many are found by typing. */
export function Select<V extends string>(props: SelectProps<V>) {
  return props.options.length > FEW ? <SearchSelect {...props} /> : <ShortSelect {...props} />;
}

function ShortSelect<V extends string>(props: SelectProps<V>) {
  const place = usePopupPlace();
  return (
    <BaseSelect.Root
      value={props.value}
      onValueChange={(value) => {
        if (value !== null) props.onChange(value);
      }}
      onOpenChange={(open) => {
        if (open) props.onOpen?.();
      }}
      items={props.options as SelectOption<V>[]}
    >
      <BaseSelect.Trigger
        ref={choiceRef(props.value, props.onChange)}
        aria-label={props.label}
        className={clsx(buttons['button'], buttons[props.look ?? 'plain'], props.className)}
      >
        {props.icon ? <Icon name={props.icon} /> : null}
        <BaseSelect.Value />
        <Icon name="chevronDown" size={13} />
      </BaseSelect.Trigger>
      <BaseSelect.Portal {...place}>
        <BaseSelect.Positioner
          className={popups['positioner']}
          sideOffset={4}
          alignItemWithTrigger={false}
        >
          <BaseSelect.Popup className={popups['popup']}>
            {props.options.map((option) => (
              <BaseSelect.Item key={option.value} value={option.value} className={popups['item']}>
                <span className={popups['mark']}>
                  <BaseSelect.ItemIndicator>
                    <Icon name="check" size={13} />
                  </BaseSelect.ItemIndicator>
                </span>
                <BaseSelect.ItemText className={popups['label']}>
                  {option.label}
                </BaseSelect.ItemText>
                {option.note ? <span className={popups['note']}>{option.note}</span> : null}
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
