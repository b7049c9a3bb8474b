import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Icon } from './Icon.tsx';

/** Yes or no, with its words beside it. */
export function Tick({ label, isSelected, onChange }: { readonly label: string; readonly isSelected: boolean; readonly onChange: (on: boolean) => void }): ReactNode {
  return (
    <Checkbox className="checkbox" isSelected={isSelected} onChange={onChange}>
      <span className="checkbox-box" aria-hidden="true">
        {isSelected && <Icon name="check" size={14} />}
      </span>
      {label}
    </Checkbox>
  );
}
