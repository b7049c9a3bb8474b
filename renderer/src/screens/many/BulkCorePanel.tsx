import { useMemo, type ReactNode } from 'react';
import type { BulkAnswer, BulkCore } from '../../../../shared/domain/bulk-answer.ts';
import { findPersonalData } from '../../../../shared/text/personal-data.ts';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tick } from '../../components/Tick.tsx';
import { saveCore, writeCore } from '../../store/bulk.ts';
import { useText } from '../../text/index.tsx';

const FORMS = ['du', 'sie', 'none'] as const;
const UNKNOWN = ['look', 'du', 'sie'] as const;
const THEN = ['wait', 'resolved'] as const;

/** What all of them are told, once. */
export function BulkCorePanel({ bulk, core }: { readonly bulk: BulkAnswer; readonly core: BulkCore }): ReactNode {
  const { t } = useText();
  const personal = useMemo(() => findPersonalData(core.wording).length > 0, [core.wording]);
  return (
    <section className="panel many-core" aria-label={t('many.core')}>
      <Field label={t('many.core')} value={core.wording} onChange={(wording) => writeCore({ wording })} lines={3} maxLength={5_000} hint={t('many.coreHint')} error={personal ? t('many.corePersonal') : undefined} name="wording" />
      <div className="many-core-set" role="group" aria-label={t('many.form')}>
        <span className="muted">{t('many.form')}</span>
        <Picker label={t('many.form')} value={core.addressForm} isActive={false} options={FORMS.map((id) => ({ id, label: id === 'none' ? t('many.form.none') : t(`addressForm.${id}`) }))} onChange={(addressForm) => writeCore({ addressForm })} testId="many-form" />
        {core.addressForm !== 'none' && (
          <>
            <span className="muted">{t('many.unknownAs')}</span>
            <Picker label={t('many.unknownAs')} value={core.unknownAs} isActive={core.unknownAs !== 'look'} options={UNKNOWN.map((id) => ({ id, label: id === 'look' ? t('many.unknownAs.look') : t(`addressForm.${id}`) }))} onChange={(unknownAs) => writeCore({ unknownAs })} testId="many-unknown" />
          </>
        )}
        <span className="muted">{t('many.then')}</span>
        <Picker label={t('many.then')} value={bulk.then} isActive={bulk.then !== 'wait'} options={THEN.map((id) => ({ id, label: t(`many.then.${id}`) }))} onChange={(then) => void saveCore(then)} testId="many-then" />
        <Tick label={t('many.greeting')} isSelected={core.greeting} onChange={(greeting) => writeCore({ greeting })} />
      </div>
    </section>
  );
}
