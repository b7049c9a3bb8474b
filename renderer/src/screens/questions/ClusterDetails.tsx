import type { ReactNode } from 'react';
import type { ClusterRow } from '../../../../shared/domain/cluster.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useNow } from '../../hooks/ticker.ts';
import { isLead, useDesk } from '../../store/desk.ts';
import { answerable, startFromCluster } from '../../store/bulk-late.ts';
import { confirmCluster, dismissCluster, listed, mergeInto, nameOf, putIn, situationFrom, splitPicked, takeOut, useQuestions } from '../../store/questions.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle } from '../names.ts';
import { MemberList } from './MemberList.tsx';

/** One question: what it is, who asks it, and what a person decides about it. */
export function ClusterDetails({ row }: { readonly row: ClusterRow }): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const center = useCenter();
  const now = useNow(30_000);
  const lead = useDesk((state) => isLead(state.session));
  const online = useDesk((state) => state.connection.kind === 'online');
  const { picked, label } = useQuestions();
  const name = label ?? nameOf(row, '');
  const others = listed(center).filter((other) => other.id !== row.id && other.kind === row.kind);
  return (
    <section className="question-details" aria-label={nameOf(row, t('questions.unnamed'))} data-testid="cluster-details">
      <div className="panel">
        <Field label={t('questions.name')} value={name} onChange={(next) => useQuestions.setState({ label: next })} maxLength={120} name="cluster-name" hint={row.words.length === 0 ? undefined : t('questions.words', f.list([...row.words]))} />
        <p className="muted">
          {t('questions.summary', row.size, row.people, row.waiting)} {t('questions.between', f.moment(row.firstAt, now), f.moment(row.lastAt, now))}
        </p>
        <p className="muted">
          {t('questions.forms', row.forms.du, row.forms.sie, row.forms.none)} {row.accounts.map((one) => `${accountHandle(center, one.accountId)} ${one.count}`).join(' · ')}
        </p>
        <div className="account-actions">
          <Button look="primary" keys={hint('clusterConfirm')} isDisabled={!online || name.trim() === ''} onPress={() => void confirmCluster(row)} testId="cluster-confirm">
            {t(row.state === 'proposed' ? 'questions.confirm' : 'questions.rename')}
          </Button>
          <Button keys={hint('manyFromCluster')} isDisabled={!online || answerable(row).length === 0} onPress={() => void startFromCluster(row)} testId="cluster-many">
            {t('many.start')}
          </Button>
          {lead && row.situationId === undefined && (
            <Button keys={hint('clusterSituation')} isDisabled={!online} onPress={() => situationFrom(row)} testId="cluster-situation">
              {t('situation.fromCluster')}
            </Button>
          )}
          {others.length > 0 && (
            <Picker
              label={t('questions.merge')}
              value=""
              options={[{ id: '', label: t('questions.merge') }, ...others.map((other) => ({ id: other.id, label: nameOf(other, t('questions.unnamed')) }))]}
              onChange={(from) => from !== '' && void mergeInto(row, from)}
              testId="cluster-merge"
            />
          )}
          <Button look="quiet" isDisabled={!online} onPress={() => void dismissCluster(row)} testId="cluster-dismiss">
            {t('questions.dismiss')}
          </Button>
        </div>
      </div>
      {row.offeredIds.length > 0 && (
        <div className="panel" data-testid="cluster-offers">
          <h2>{t('questions.offers', row.offeredIds.length)}</h2>
          <div className="account-actions">
            <Button isSmall isDisabled={!online} onPress={() => void putIn(row, row.offeredIds)} testId="cluster-put-all">
              {t('questions.putAll')}
            </Button>
          </div>
          <MemberList
            ids={row.offeredIds}
            actions={(id) => (
              <>
                <Button isSmall isDisabled={!online} onPress={() => void putIn(row, [id])} testId="cluster-put">
                  {t('questions.put')}
                </Button>
                <Button isSmall look="quiet" isDisabled={!online} onPress={() => void takeOut(row, [id])}>
                  {t('questions.leave')}
                </Button>
              </>
            )}
          />
        </div>
      )}
      <div className="panel question-members">
        <h2>{t('questions.members', row.size)}</h2>
        <div className="account-actions">
          <Button isSmall isDisabled={!online || picked.size === 0 || picked.size >= row.size} onPress={() => void splitPicked(row)} testId="cluster-split">
            {t('questions.split', picked.size)}
          </Button>
          <Button isSmall isDisabled={!online || picked.size === 0} onPress={() => void takeOut(row, [...picked])} testId="cluster-take-out">
            {t('questions.takeOut', picked.size)}
          </Button>
        </div>
        <MemberList ids={row.conversationIds} picked={picked} />
        {row.size > row.conversationIds.length && <p className="muted">{t('questions.more', row.size - row.conversationIds.length)}</p>}
      </div>
    </section>
  );
}
