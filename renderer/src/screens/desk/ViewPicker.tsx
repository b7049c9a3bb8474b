import { useMemo, type ReactNode } from 'react';
import { Picker } from '../../components/Picker.tsx';
import { leaveView, showView, useChosenView, viewsInOrder } from '../../store/saved-views.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const NONE = 'none';
const KEEP = 'keep';

/** Lists under a name: one's own, then those shared with everybody; and what is shown now kept as another. */
export function ViewPicker(): ReactNode {
  const { t, f } = useText();
  const views = useCenter((state) => state.savedViews);
  const chosen = useChosenView((state) => state.id);
  const options = useMemo(
    () => [
      { id: NONE, label: t('view.none') },
      ...viewsInOrder(views.values(), f.compare).map((view) => ({ id: `view:${view.id}`, label: view.isShared ? t('view.sharedName', view.name) : view.name })),
      { id: KEEP, label: t('view.keep') },
    ],
    [views, t, f],
  );
  return (
    <Picker
      label={t('view.label')}
      value={chosen !== undefined && views.has(chosen) ? `view:${chosen}` : NONE}
      isActive={chosen !== undefined}
      options={options}
      onChange={(id) => {
        if (id === KEEP) return openDialog({ kind: 'saveView' });
        const view = views.get(id.slice('view:'.length));
        if (view === undefined) leaveView();
        else showView(view);
      }}
      testId="view"
    />
  );
}
