import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components';
import { Keys } from '../components/Button.tsx';
import { useConversation } from '../store/conversation.ts';
import { isLead, useDesk } from '../store/desk.ts';
import { closeDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';
import { writeKeys } from '../text/keys.ts';
import { useBoundActions } from './bound-actions.ts';

const SEEN_AT_FIRST = 10;

/** Every action by its name. */
export function Palette(): ReactNode {
  const { t } = useText();
  const { contains } = useFilter({ sensitivity: 'base' });
  // A list kept a moment ago arrives while this is open.
  const all = useBoundActions(t, useDesk((state) => isLead(state.session)));
  const isOpen = useConversation((state) => state.openId !== undefined);
  const actions = useMemo(() => {
    const can = all.filter((action) => action.keysOnly !== true && (action.can?.() ?? true));
    // What can be done with the conversation in front of one comes first.
    return isOpen ? [...can.filter(({ group }) => group === 'group.item'), ...can.filter(({ group }) => group !== 'group.item')] : can;
  }, [all, isOpen]);
  // Those in sight are there with the first frame, the others a moment later: all at once would hold up the frame that answers the key.
  const listed = useDeferredValue(actions, actions.slice(0, SEEN_AT_FIRST));
  return (
    <ModalOverlay className="dialog-ground palette-ground" isOpen isDismissable onOpenChange={(open) => !open && closeDialog()}>
      <Modal className="dialog palette">
        <Dialog aria-label={t('palette.title')} className="palette-inner" data-testid="palette">
          <Autocomplete filter={contains}>
            <SearchField aria-label={t('palette.field')} autoFocus className="palette-field">
              <Input className="field-input" placeholder={t('palette.field')} />
            </SearchField>
            <div className="palette-scroll" tabIndex={0} role="group" aria-label={t('palette.title')}>
              <Menu
                className="option-list palette-list"
                aria-label={t('palette.title')}
                items={listed}
                renderEmptyState={() => <p className="muted palette-empty">{t('palette.nothing')}</p>}
                onAction={(key) => {
                  closeDialog();
                  // After the dialog gave the focus back, so that an action may place it.
                  setTimeout(() => actions.find((action) => action.id === key)?.run(), 0);
                }}
              >
                {(action) => (
                  <MenuItem id={action.id} className="option" textValue={`${action.label} ${t(action.group)}`}>
                    <span className="option-label">{action.label}</span>
                    <span className="option-hint">{t(action.group)}</span>
                    {action.keys?.[0] !== undefined && <Keys of={writeKeys(t, action.keys[0])} />}
                  </MenuItem>
                )}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
