import type { ReactNode } from 'react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from './Icon.tsx';

export interface PickerProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly id: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  /** Shown as chosen away from the usual. */
  readonly isActive?: boolean;
  readonly testId?: string;
}

/** A chip that opens a short list. */
export function Picker<T extends string>({ label, value, options, onChange, isActive = false, testId }: PickerProps<T>): ReactNode {
  return (
    <Select
      className="picker"
      aria-label={label}
      value={value}
      onChange={(next) => onChange(next as T)}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      <Button className={`chip${isActive ? ' chip-active' : ''}`}>
        <SelectValue className="chip-value" />
        <Icon name="down" size={12} />
      </Button>
      <Popover className="popover" placement="bottom start">
        <ListBox className="option-list" items={options}>
          {(option) => (
            <ListBoxItem className="option" id={option.id} textValue={option.label}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
