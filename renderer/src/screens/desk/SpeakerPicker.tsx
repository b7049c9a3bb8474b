import { memo, type ReactNode } from 'react';
import type { Account } from '../../../../shared/domain/account.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useDesk } from '../../store/desk.ts';
import { runCommand } from '../../store/commands.ts';
import { speakAs, type Speaker } from '../../store/speaker.ts';
import { atHandle } from '../../text/handle.ts';
import { useText } from '../../text/index.tsx';

const OWN = 'own';

export interface SpeakerPickerProps {
  readonly conversationId: string;
  readonly own: Account;
  readonly speakers: readonly Speaker[];
  readonly chosen: Speaker | undefined;
}

/** C10: as whom is written. Whoever writes as a person reads it in a band of its own, and where a lead must say yes, asks here. */
export const SpeakerPicker = memo(function SpeakerPicker({ conversationId, own, speakers, chosen }: SpeakerPickerProps): ReactNode {
  const { t } = useText();
  const online = useDesk((state) => state.connection.kind === 'online');
  const mark = chosen?.account.person?.mark ?? '';
  return (
    <div className={`speaker${chosen === undefined ? '' : ' is-person'}`} data-testid="speaker" data-as={chosen?.account.id ?? OWN}>
      <Choices
        label={t('speaker.as')}
        look="segments"
        value={chosen?.account.id ?? OWN}
        onChange={(id) => speakAs(conversationId, id === OWN ? undefined : id)}
        choices={[{ id: OWN, label: own.name }, ...speakers.map(({ account }) => ({ id: account.id, label: t('speaker.person', account.name) }))]}
      />
      {chosen !== undefined && (
        <p className="speaker-band" role="status" data-testid="speaker-band">
          <Icon name="person" size={16} />
          <strong>{t('speaker.band', chosen.account.name, atHandle(chosen.account.handle))}</strong> {mark === '' ? t('speaker.noMark') : t('speaker.mark', mark)}
        </p>
      )}
      {chosen?.bar !== undefined && (
        <div className="guard guard-amber" data-testid={`speaker-bar-${chosen.bar}`}>
          <p>{t(`speaker.bar.${chosen.bar}`)}</p>
          {chosen.bar !== 'asked' && (
            <Button isSmall isDisabled={!online} onPress={() => void runCommand({ type: 'profile.ask', data: { conversationId, accountId: chosen.account.id } })} testId="speaker-ask">
              {t('speaker.ask')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
});
