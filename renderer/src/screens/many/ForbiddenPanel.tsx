import { useState, type ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { BulkAnswer, BulkCore } from '../../../../shared/domain/bulk-answer.ts';
import { statusPostOf } from '../../../../shared/text/variant.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { handOutLines, useBulk } from '../../store/bulk.ts';
import { isCalm, type BulkLine } from '../../store/bulk-lines.ts';
import { runCommand } from '../../store/commands.ts';
import { openLink } from '../../store/open-link.ts';
import { useCenter } from '../../store/rows.ts';
import { showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, agentLong } from '../names.ts';

/** Where the platform forbids answering many at once: one public post by one person, and drafts that people send one by one. */
export function ForbiddenPanel({ bulk, lines, core, now }: { readonly bulk: BulkAnswer; readonly lines: readonly BulkLine[]; readonly core: BulkCore; readonly now: number }): ReactNode {
  const { t, f, language } = useText();
  const center = useCenter();
  const busy = useBulk((state) => state.busy);
  const [own, setOwn] = useState<string>();
  const byHand = lines.filter((line) => line.byHand);
  const first = byHand[0];
  if (first === undefined || bulk.state === 'stopped') return null;
  const channel = getChannel(first.reader.channel);
  const text = own ?? statusPostOf(core);
  const ready = byHand.filter(isCalm);
  const page = channel?.statusPage?.replace('{text}', encodeURIComponent(text));
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => showToast({ tone: 'info', text: t('many.statusCopied') }));
  return (
    <section className="panel many-forbidden" aria-label={t('many.status')} data-testid="many-forbidden">
      <p>
        <strong>{t('many.forbidden', channel?.label[language] ?? first.reader.channel)}</strong> {t('many.forbiddenHint')}
      </p>
      {bulk.statusPost === undefined ? (
        <>
          <Field label={`${t('many.status')} · ${accountHandle(center, first.reader.accountId)}`} value={text} onChange={setOwn} lines={2} maxLength={5_000} />
          <div className="many-acts">
            <Button isDisabled={text === ''} onPress={copy}>
              {t('many.statusCopy')}
            </Button>
            {page !== undefined && (
              <Button isDisabled={text === ''} onPress={() => openLink(page)}>
                {t('many.statusOpen')}
              </Button>
            )}
            <Button isDisabled={text === ''} onPress={() => void runCommand({ type: 'bulkAnswer.statusPosted', data: { bulkId: bulk.id } })} testId="many-status-done">
              {t('many.statusDone')}
            </Button>
          </div>
        </>
      ) : (
        <p className="muted">{t('many.statusBy', agentLong(center, bulk.statusPost.agentId), f.moment(bulk.statusPost.at, now))}</p>
      )}
      {ready.length > 0 && (
        <div className="many-acts">
          <Button look="primary" isDisabled={busy} onPress={() => void handOutLines(bulk.id, ready)} testId="many-hand-out">
            {t('many.handOutCalm', ready.length)}
          </Button>
        </div>
      )}
    </section>
  );
}
