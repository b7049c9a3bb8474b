import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components';

export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet' | 'public' | 'private' | 'note';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: ButtonLook;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Name for those who do not see it; needed where the content is a sign. */
  readonly label?: string | undefined;
  readonly testId?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly isSmall?: boolean | undefined;
  readonly type?: 'button' | 'submit';
}

export function Button({
  children,
  onPress,
  look = 'plain',
  keys,
  isDisabled = false,
  label,
  testId,
  autoFocus = false,
  isSmall = false,
  type = 'button',
}: ButtonProps): ReactNode {
  return (
    <AriaButton
      type={type}
      className={`button button-${look}${isSmall ? ' button-small' : ''}`}
      onPress={onPress}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      {children}
      {keys !== undefined && <Keys of={keys} />}
    </AriaButton>
  );
}

/** The key that does the same, as the person would press it. Not read out: the label says what happens. */
export function Keys({ of }: { readonly of: string }): ReactNode {
  return (
    <kbd className="keys" aria-hidden="true">
      {of}
    </kbd>
  );
}

export interface IconButtonProps {
  readonly children: ReactNode;
  readonly label: string;
  readonly onPress: () => void;
  readonly keys?: string | undefined;
  readonly isPressed?: boolean | undefined;
  readonly testId?: string | undefined;
  readonly className?: string;
}

/** A control that shows a sign and says its name on hover and focus. */
export function IconButton({ children, label, onPress, keys, isPressed, testId, className = 'icon-button' }: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={400}>
      <AriaButton
        className={className}
        onPress={onPress}
        aria-label={label}
        {...(isPressed === undefined ? {} : { 'aria-current': isPressed ? ('page' as const) : (false as const) })}
        {...(testId === undefined ? {} : { 'data-testid': testId })}
      >
        {children}
      </AriaButton>
      <Tooltip className="tooltip" placement="bottom">
        {label}
        {keys !== undefined && <Keys of={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
