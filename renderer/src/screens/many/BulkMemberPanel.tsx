import type { ReactNode } from 'react';
import { BULK_WAITING, type BulkAnswer } from '../../../../shared/domain/bulk-answer.ts';
import { measure } from '../../../../shared/text/weighted-length.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tag } from '../../components/Tag.tsx';
import { actOnLine, skipLine } from '../../store/bulk-acts.ts';
import { editVariant, joinBulk, useBulk } from '../../store/bulk.ts';
import { canConfirm, type BulkLine } from '../../store/bulk-lines.ts';
import { openConversation } from '../../store/navigation.ts';
import { openLink } from '../../store/open-link.ts';
import { openDialog } from '../../store/ui.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';
import { riskTone } from './BulkList.tsx';
import { whyWords } from './bulk-words.ts';

/** One of them: what they wrote, what they will read, and a person's word on it. */
export function BulkMemberPanel({ bulk, line, lines, isMine }: { readonly bulk: BulkAnswer; readonly line: BulkLine | undefined; readonly lines: readonly BulkLine[]; readonly isMine: boolean }): ReactNode {
  const texts = useText();
  const hint = useKeyHint();
  const { t, f } = texts;
  const busy = useBulk((state) => state.busy);
  if (line === undefined)
    return (
      <section className="many-member" data-testid="many-member">
        <p className="muted">{t('many.choose')}</p>
      </section>
    );
  const { reader } = line;
  const who = showHidden(reader.name || reader.handle);
  const isWaiting = BULK_WAITING.has(line.state) && bulk.state !== 'stopped';
  const isOpen = isMine && isWaiting && line.state !== 'confirmed';
  const why = whyWords(texts, reader.member);
  const length = line.parts.length === 1 ? measure(line.parts[0] ?? '', line.rule) : measure(line.text, line.rule);
  return (
    <section className="many-member" data-testid="many-member" aria-label={who}>
      <h2>{t('many.theirs', who)}</h2>
      <blockquote className="many-theirs" dir="auto">
        {reader.text === '' ? <span className="muted">{t('many.noText')}</span> : <WithBesides line={line} />}
      </blockquote>
      <div className="row-tags">
        {line.risks.map((risk) => (
          <Tag key={risk} tone={riskTone(risk)}>
            {t(`many.risk.${risk}`)}
          </Tag>
        ))}
      </div>
      {why !== undefined && (
        <p className="many-why" role="status" data-testid="many-why">
          {why}
        </p>
      )}
      {isOpen ? (
        <Field label={t('many.variant', who)} value={line.text} onChange={(text) => editVariant(line.id, text)} lines={6} maxLength={10_000} />
      ) : (
        <div className="many-answer">
          <h3>{t('many.variant', who)}</h3>
          {(line.parts.length > 0 ? line.parts : [line.text]).map((part, at) => (
            <p key={at}>
              <PlainText text={part} signed onOpenLink={openLink} />
            </p>
          ))}
        </div>
      )}
      {isOpen && (
        <p className={length.fits ? 'muted' : 'many-long'}>
          {t('many.length', f.number(length.length), f.number(length.max))}
          {line.parts.length > 1 && ` · ${t('many.parts', line.parts.length)}`}
        </p>
      )}
      <div className="many-acts">
        {isOpen && (
          <Button look={line.byHand ? 'plain' : 'primary'} keys={hint('manyConfirm')} isDisabled={busy || !canConfirm(line)} onPress={() => actOnLine(bulk.id, line, lines)} testId="many-confirm-one">
            {t(line.byHand ? 'many.handOutOne' : 'many.confirmOne')}
          </Button>
        )}
        {isMine && isWaiting && (
          <Button keys={hint('manySkip')} isDisabled={busy} onPress={() => skipLine(bulk.id, line, lines)} testId="many-skip">
            {t('many.skipOne')}
          </Button>
        )}
        {isOpen && line.edited && <Button onPress={() => editVariant(line.id, undefined)}>{t('many.reset')}</Button>}
        {isMine && (line.state === 'taken' || line.state === 'skipped') && bulk.state !== 'stopped' && <Button onPress={() => void joinBulk(bulk.id, [reader.member.workItemId])}>{t('many.takeBack')}</Button>}
        {line.risks.includes('danger') && (
          <Button look="danger" onPress={() => openDialog({ kind: 'alert', workItemId: reader.member.workItemId })}>
            {t('alert.raise')}
          </Button>
        )}
        <Button look="quiet" onPress={() => void openConversation(line.id)}>
          {t('many.open')}
        </Button>
      </div>
    </section>
  );
}

/** Their words, with what they ask besides marked. */
function WithBesides({ line: { reader, besides } }: { readonly line: BulkLine }): ReactNode {
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const { start, end } of besides) {
    pieces.push(showHidden(reader.text.slice(from, start)), <mark key={start}>{showHidden(reader.text.slice(start, end))}</mark>);
    from = end;
  }
  pieces.push(showHidden(reader.text.slice(from)));
  return pieces;
}
