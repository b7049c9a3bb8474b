import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../text/index.tsx';
import { Button, type ButtonLook } from './Button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly confirm?:
    | { readonly label: string; readonly onPress: () => void; readonly look?: ButtonLook; readonly isDisabled?: boolean | undefined }
    | undefined;
  readonly width?: 'narrow' | 'wide';
  /** Only to be read: its text must be scrollable by keys. */
  readonly isReading?: boolean;
  readonly testId?: string;
}

/** A question that waits for an answer: Escape or a click beside it closes, Enter in a field and Ctrl+Enter anywhere confirm. */
export function Dialog({ title, onClose, children, confirm, width = 'narrow', isReading = false, testId }: DialogProps): ReactNode {
  const { t } = useText();
  return (
    <ModalOverlay className="dialog-ground" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={`dialog dialog-${width}`}>
        {/* Around the dialog itself: it has the focus where no field takes it. */}
        <div
          className="dialog-keys"
          // Before the fields hear it: a radio button takes Enter for itself.
          onKeyDownCapture={(event) => {
            if (event.key !== 'Enter' || confirm === undefined || confirm.isDisabled === true) return;
            const radio = event.target instanceof HTMLInputElement && event.target.type === 'radio';
            if (!event.ctrlKey && !event.metaKey && !radio) return;
            event.preventDefault();
            event.stopPropagation();
            confirm.onPress();
          }}
        >
          <AriaDialog className="dialog-inner" {...(testId === undefined ? {} : { 'data-testid': testId })}>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (confirm !== undefined && confirm.isDisabled !== true) confirm.onPress();
              }}
            >
              <Heading slot="title" className="dialog-title">
                {title}
              </Heading>
              <div className="dialog-body" {...(isReading ? { tabIndex: 0, role: 'group', 'aria-label': title } : {})}>
                {children}
              </div>
              <div className="dialog-foot">
                <Button onPress={onClose}>{confirm === undefined ? t('action.close') : t('action.cancel')}</Button>
                {confirm !== undefined && (
                  <Button
                    type="submit"
                    look={confirm.look ?? 'primary'}
                    isDisabled={confirm.isDisabled}
                    onPress={() => undefined}
                    testId="dialog-confirm"
                  >
                    {confirm.label}
                  </Button>
                )}
              </div>
            </form>
          </AriaDialog>
        </div>
      </Modal>
    </ModalOverlay>
  );
}
