import { useState, type ReactNode } from 'react';
import type { Queue } from '../../../../shared/domain/queue.ts';
import { ALWAYS_OPEN } from '../../../../shared/domain/hours.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tick } from '../../components/Tick.tsx';
import { putRecord, shownRecords, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { NeedsEditor } from '../strategy/NeedsEditor.tsx';
import { freshId } from './fresh-id.ts';
import { TypedField } from './TypedField.tsx';

const DISTRIBUTIONS = ['channel', 'assign', 'offer'] as const;
const LEADS = ['any', 'only', 'never'] as const;

/** S5: where work waits: what lands there, who serves it, what it needs. */
export function QueuesTab(): ReactNode {
  const { t, language } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const queues = shownRecords(center, edits, 'queue').toSorted((a, b) => a.order - b.order);
  const [chosen, setChosen] = useState<string>();
  const open = queues.find(({ id }) => id === chosen) ?? queues[0];
  const add = (): void => {
    const id = freshId('queue', '');
    const name = t('house.newQueue');
    const first = queues[0];
    putRecord('queue', id, {
      id,
      name: { de: name, en: name },
      teamIds: [],
      needs: [],
      // Until something is said it catches nothing: the word is one that nobody writes.
      match: { accountIds: [], terms: [id] },
      order: (queues[0]?.order ?? 10) - 1,
      priority: 0,
      targets: first?.targets ?? { firstResponseMs: 20 * 60_000, nextResponseMs: 40 * 60_000 },
      hours: first?.hours ?? ALWAYS_OPEN,
      ...(first?.calendarId === undefined ? {} : { calendarId: first.calendarId }),
      distribution: 'channel',
      offerMs: 60_000,
    });
    setChosen(id);
  };
  return (
    <>
      <div className="house-list">
        {open !== undefined && <Picker<string> label={t('house.queue')} value={open.id ?? ''} options={queues.map(({ id, name }) => ({ id: id ?? '', label: name[language] }))} onChange={setChosen} testId="house-queue" />}
        <Button isSmall onPress={add} testId="house-add-queue">
          {t('house.addQueue')}
        </Button>
      </div>
      {open !== undefined && <QueueForm key={open.id} queue={open} />}
    </>
  );
}

const words = (text: string): string[] => [...new Set(text.split(',').map((one) => one.trim()).filter((one) => one !== ''))];
/** A whole number in these bounds. */
const whole = (least: number, most: number) => (text: string): number | undefined => (/^-?\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined);

function QueueForm({ queue }: { readonly queue: Queue }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const put = (change: Partial<Queue>): void => putRecord('queue', queue.id ?? '', { ...queue, ...change });
  const calendars = shownRecords(center, edits, 'calendar');
  const teams = shownRecords(center, edits, 'team').toSorted((a, b) => f.compare(a.name, b.name));
  const accounts = [...center.accounts.values()].toSorted((a, b) => f.compare(a.name, b.name));
  const { match } = queue;
  const leads = match.leads === undefined ? 'any' : match.leads ? 'only' : 'never';
  const withLeads = (next: (typeof LEADS)[number]): void => {
    const { leads: _before, ...rest } = match;
    put({ match: next === 'any' ? rest : { ...rest, leads: next === 'only' } });
  };
  const withCalendar = (id: string): void => {
    const { calendarId: _before, ...own } = queue;
    const calendar = calendars.find((one) => one.id === id);
    putRecord('queue', queue.id ?? '', calendar === undefined ? own : { ...queue, calendarId: id, hours: calendar.hours });
  };
  const some = (list: readonly string[], id: string, on: boolean): string[] => (on ? [...list, id] : list.filter((one) => one !== id));
  return (
    <section className="panel" data-testid="house-queue-form">
      <div className="rule-numbers">
        <Field label={t('house.nameDe')} value={queue.name.de} onChange={(de) => put({ name: { ...queue.name, de } })} name="queue-name-de" maxLength={80} />
        <Field label={t('house.nameEn')} value={queue.name.en} onChange={(en) => put({ name: { ...queue.name, en } })} name="queue-name-en" maxLength={80} />
        <TypedField label={t('house.order')} value={queue.order} write={String} read={whole(-9999, 9999)} onChange={(order) => put({ order })} name="queue-order" hint={t('house.orderHint')} problem={t('house.wholeWrong')} maxLength={5} />
        <TypedField label={t('house.priority')} value={queue.priority} write={String} read={whole(0, 9)} onChange={(priority) => put({ priority })} name="queue-priority" problem={t('house.priorityWrong')} maxLength={1} />
        <TypedField label={t('house.offerSeconds')} value={queue.offerMs} write={(ms) => String(ms / 1000)} read={(text) => { const seconds = whole(1, 3600)(text); return seconds === undefined ? undefined : seconds * 1000; }} onChange={(offerMs) => put({ offerMs })} name="queue-offer" problem={t('house.offerWrong')} maxLength={4} />
      </div>
      <div className="house-list">
        <Picker<string> label={t('house.calendar')} value={queue.calendarId ?? ''} options={[{ id: '', label: t('house.ownHours') }, ...calendars.map(({ id, name }) => ({ id: id ?? '', label: name }))]} onChange={withCalendar} testId="house-queue-calendar" />
        <Picker label={t('house.distribution')} value={queue.distribution} options={DISTRIBUTIONS.map((id) => ({ id, label: t(`house.distribution.${id}`) }))} onChange={(distribution) => put({ distribution })} />
        <Picker label={t('house.leads')} value={leads} options={LEADS.map((id) => ({ id, label: t(`house.leads.${id}`) }))} onChange={withLeads} />
      </div>
      <h3>{t('house.teams')}</h3>
      <div className="house-list">
        {teams.map(({ id, name }) => (
          <Tick key={id} label={name} isSelected={queue.teamIds.includes(id)} onChange={(on) => put({ teamIds: some(queue.teamIds, id, on) })} />
        ))}
      </div>
      <h3>{t('house.needs')}</h3>
      <NeedsEditor needs={queue.needs} onChange={(needs) => put({ needs })} testId="house-queue-needs" />
      <h3>{t('house.lands')}</h3>
      <TypedField label={t('house.terms')} value={match.terms} write={(list) => list.join(', ')} read={(text) => (words(text).every((one) => one.length <= 60) ? words(text) : undefined)} onChange={(terms) => put({ match: { ...match, terms: [...terms] } })} name="queue-terms" lines={3} hint={t('house.termsHint')} problem={t('house.termsWrong')} maxLength={8_000} />
      <div className="house-list">
        {accounts.map(({ id, name }) => (
          <Tick key={id} label={name} isSelected={match.accountIds.includes(id)} onChange={(on) => put({ match: { ...match, accountIds: some(match.accountIds, id, on) } })} />
        ))}
      </div>
      <Button isSmall look="quiet" onPress={() => putRecord('queue', queue.id ?? '', null)}>
        {t('house.removeQueue')}
      </Button>
    </section>
  );
}
