import { useState, type ReactNode } from 'react';
import { instantOf, localDay } from '../../../../shared/domain/zone-time.ts';
import { rewriteAddress } from '../../../../shared/text/rewrite-address.ts';
import { situationStatusSchema, type SituationStatus, type SituationText } from '../../../../shared/domain/situation.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { askCommand } from '../../store/commands.ts';
import { nameOf, openQuestions } from '../../store/questions.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog, showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600_000;

/** "14:30" today, "27.11. 9:00" on a day to come; undefined for anything else. */
export function untilFrom(text: string, now: number): number | undefined {
  const [, date, month, hour = '', minute = '00'] = /^\s*(?:(\d{1,2})\.\s?(\d{1,2})\.?[\s,]+)?(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?\s*$/iu.exec(text) ?? [];
  if (hour === '' || Number(hour) > 24 || Number(minute) > 59) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  const today = localDay(ZONE, now);
  if (date === undefined || month === undefined) {
    const at = instantOf(ZONE, today, minutes, 'first');
    return at > now ? at : instantOf(ZONE, today + 1, minutes, 'first');
  }
  const year = new Date(now).getUTCFullYear();
  for (const of of [year, year + 1]) {
    const day = Date.UTC(of, Number(month) - 1, Number(date)) / 86_400_000;
    if (day >= today) return instantOf(ZONE, day, minutes, 'first');
  }
  return undefined;
}

/** Leads write down what is the matter: new, from a question, or as it is now. */
export function SituationDialog({ situationId, clusterId }: { readonly situationId?: string | undefined; readonly clusterId?: string | undefined }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const [old] = useState(() => (situationId === undefined ? undefined : center.situations.get(situationId)));
  const [cluster] = useState(() => (clusterId === undefined ? undefined : center.clusters.get(clusterId)));
  const [now] = useState(() => Date.now());
  const [title, setTitle] = useState(old?.title ?? (cluster === undefined ? '' : nameOf(cluster, '')));
  const [region, setRegion] = useState(old?.region ?? '');
  const [product, setProduct] = useState(old?.product ?? '');
  const [status, setStatus] = useState<SituationStatus>(old?.status ?? 'known');
  const [until, setUntil] = useState(old?.untilAt === undefined ? '' : untilText(old.untilAt));
  const [du, setDu] = useState(old?.du ?? t('situation.sample'));
  // Follows the familiar wording until somebody writes it themselves.
  const [ownSie, setSie] = useState(old?.sie);
  const sie = ownSie ?? rewriteAddress(du, 'Sie');
  const untilAt = until.trim() === '' ? undefined : until === (old?.untilAt === undefined ? '' : untilText(old.untilAt)) ? old?.untilAt : untilFrom(until, now);
  const isUntilBad = until.trim() !== '' && untilAt === undefined;
  const isReady = title.trim() !== '' && (region.trim() !== '' || product.trim() !== '') && du.trim() !== '' && sie.trim() !== '' && !isUntilBad;

  const save = async (): Promise<void> => {
    const text: SituationText = { title: title.trim(), status, du: du.trim(), sie: sie.trim(), ...(region.trim() === '' ? {} : { region: region.trim() }), ...(product.trim() === '' ? {} : { product: product.trim() }), ...(untilAt === undefined ? {} : { untilAt }) };
    const answer = await askCommand(old === undefined ? { type: 'situation.open', data: { text, ...(clusterId === undefined ? {} : { clusterId }) } } : { type: 'situation.change', data: { situationId: old.id, version: old.version, text } });
    if (answer.status !== 'accepted') return;
    closeDialog();
    openQuestions('situations');
    const owed = Number(answer.result?.['owed'] ?? 0);
    if (owed > 0) showToast({ tone: 'info', text: t('situation.owed', owed) });
  };

  function untilText(at: number): string {
    const day = localDay(ZONE, at);
    const date = new Date(day * 86_400_000);
    return day === localDay(ZONE, now) ? f.time(at) : `${date.getUTCDate()}.${date.getUTCMonth() + 1}. ${f.time(at)}`;
  }

  return (
    <Dialog title={t(old === undefined ? 'situation.new' : 'situation.change')} width="wide" onClose={closeDialog} confirm={{ label: t(old === undefined ? 'situation.openIt' : 'action.save'), onPress: () => void save(), isDisabled: !isReady }} testId="dialog-situation">
      <Field label={t('situation.field.title')} value={title} onChange={setTitle} maxLength={120} name="situation-title" autoFocus />
      <div className="situation-pair">
        <Field label={t('situation.field.region')} value={region} onChange={setRegion} maxLength={120} name="situation-region" />
        <Field label={t('situation.field.product')} value={product} onChange={setProduct} maxLength={120} name="situation-product" hint={t('situation.placeHint')} />
      </div>
      <Choices<SituationStatus> label={t('situation.field.status')} look="segments" value={status} onChange={setStatus} choices={situationStatusSchema.options.map((one) => ({ id: one, label: t(`situation.status.${one}`) }))} />
      <div className="situation-until">
        <Field label={t('situation.field.until')} value={until} onChange={setUntil} maxLength={20} name="situation-until" hint={isUntilBad ? undefined : untilAt === undefined ? t('situation.untilHint') : f.moment(untilAt, now)} error={isUntilBad ? t('situation.untilBad') : undefined} />
        {[2, 4].map((hours) => (
          <Button key={hours} isSmall onPress={() => setUntil(untilText(Math.ceil((now + hours * HOUR) / (HOUR / 2)) * (HOUR / 2)))}>
            {t('situation.inHours', hours)}
          </Button>
        ))}
      </div>
      <Field label={t('situation.field.du')} value={du} onChange={setDu} lines={3} maxLength={2000} name="situation-du" hint={t('situation.wordingHint')} />
      <Field label={t('situation.field.sie')} value={sie} onChange={setSie} lines={3} maxLength={2000} name="situation-sie" />
    </Dialog>
  );
}
