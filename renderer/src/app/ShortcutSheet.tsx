import type { ReactNode } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { closeDialog } from '../store/ui.ts';
import { useText, type TextKey } from '../text/index.tsx';
import { deskActions } from './actions.ts';
import { writeKeys } from './write-keys.ts';

const GROUPS = ['group.queue', 'group.item', 'group.writing', 'group.places'] as const satisfies readonly TextKey[];

export function ShortcutSheet(): ReactNode {
  const { t } = useText();
  const actions = deskActions(t);
  return (
    <Dialog title={t('shortcuts.title')} onClose={closeDialog} width="wide" isReading testId="dialog-shortcuts">
      <div className="sheet">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {actions
                .filter((action) => action.group === group && action.keys !== undefined)
                .map((action) => (
                  <div key={action.id} className="sheet-line">
                    <dt>
                      {action.keys?.map((keys) => (
                        <kbd key={keys} className="keys">
                          {writeKeys(t, keys)}
                        </kbd>
                      ))}
                    </dt>
                    <dd>{action.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted">{t('shortcuts.hint')}</p>
    </Dialog>
  );
}
