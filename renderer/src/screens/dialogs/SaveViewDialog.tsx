import { useState, type ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { isLead, useDesk } from '../../store/desk.ts';
import { changeableView, removeView, saveView } from '../../store/saved-views.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const LONGEST = 60;

/** Keeps what the list shows under a name; a chosen one of one's own can be changed or taken away here. */
export function SaveViewDialog(): ReactNode {
  const { t } = useText();
  const lead = useDesk((state) => isLead(state.session));
  const [known] = useState(() => changeableView(lead));
  const [name, setName] = useState(known?.name ?? '');
  const [isShared, setShared] = useState(known?.isShared ?? false);
  const confirm = (): void => {
    closeDialog();
    void saveView(name, isShared, known?.id);
  };
  return (
    <Dialog title={t('view.saveTitle')} onClose={closeDialog} confirm={{ label: t('action.save'), onPress: confirm, isDisabled: name.trim() === '' }} testId="dialog-save-view">
      <Field label={t('view.name')} value={name} onChange={setName} maxLength={LONGEST} autoFocus hint={t('view.hint')} />
      {lead && (
        <Checkbox className="checkbox" isSelected={isShared} onChange={setShared} data-testid="view-shared">
          <span className="checkbox-box" aria-hidden="true">
            {isShared && <Icon name="check" size={14} />}
          </span>
          {t('view.share')}
        </Checkbox>
      )}
      {known !== undefined && (
        <Button
          look="danger"
          isSmall
          onPress={() => {
            closeDialog();
            void removeView(known);
          }}
          testId="view-remove"
        >
          {t('view.remove', known.name)}
        </Button>
      )}
    </Dialog>
  );
}
