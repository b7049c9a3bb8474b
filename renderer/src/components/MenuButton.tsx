import type { ReactNode } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { Icon } from './Icon.tsx';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly isCurrent?: boolean;
}

export interface MenuGroup {
  readonly title: string;
  readonly entries: readonly MenuEntry[];
}

export interface MenuButtonProps {
  readonly label: string;
  readonly content: ReactNode;
  readonly groups: readonly MenuGroup[];
  readonly onChoose: (id: string) => void;
  readonly className?: string;
  readonly testId?: string;
}

export function MenuButton({ label, content, groups, onChoose, className = 'chip', testId }: MenuButtonProps): ReactNode {
  return (
    <MenuTrigger>
      <Button className={className} {...(testId === undefined ? {} : { 'data-testid': testId })}>
        {content} <span className="visually-hidden">{label}</span>
        <Icon name="down" size={12} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="option-list" onAction={(key) => onChoose(String(key))} aria-label={label}>
          {groups.map((group) => (
            <MenuSection key={group.title} className="option-group">
              <Header className="option-title">{group.title}</Header>
              {group.entries.map((entry) => (
                <MenuItem key={entry.id} id={entry.id} className="option" isDisabled={entry.isDisabled ?? false} textValue={entry.label}>
                  <span className="option-check">{entry.isCurrent === true && <Icon name="check" size={14} />}</span>
                  {entry.label}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
