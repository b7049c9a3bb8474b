import { useMemo, type ReactNode } from 'react';
import type { BulkAnswer } from '../../../../shared/domain/bulk-answer.ts';
import { Button } from '../../components/Button.tsx';
import { useItemsVersion } from '../../hooks/items.ts';
import { joinBulk, useBulk } from '../../store/bulk.ts';
import { lateOf } from '../../store/bulk-late.ts';
import { useText } from '../../text/index.tsx';

/** Whoever asked the same since: offered the same answer. */
export function LateArrivals({ bulk, isMine }: { readonly bulk: BulkAnswer; readonly isMine: boolean }): ReactNode {
  const { t } = useText();
  const version = useItemsVersion();
  const members = useBulk((state) => state.members);
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const late = useMemo(() => (isMine && bulk.state !== 'stopped' ? lateOf(bulk) : []), [bulk, isMine, version, members]);
  if (late.length === 0) return null;
  return (
    <p className="many-late" role="status" data-testid="many-late">
      {t('many.late', late.length)}{' '}
      <Button isSmall onPress={() => void joinBulk(bulk.id, late)} testId="many-late-take">
        {t('many.lateTake')}
      </Button>
    </p>
  );
}
