import { useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { compose, write, type Composition } from '../../store/composer.ts';
import { isDisclosed, keepAddress, type Guards } from '../../store/draft-guards.ts';
import { useText } from '../../text/index.tsx';

export interface ComposerGuardsProps {
  readonly conversationId: string;
  readonly contactId: string | undefined;
  readonly composition: Composition;
  readonly guards: Guards;
  readonly canGoPrivate: boolean;
}

const SHORTEST_REASON = 8;

/** Reads along: says what would better not go out like this, why, and offers the fix. */
export function ComposerGuards({ conversationId, contactId, composition, guards, canGoPrivate }: ComposerGuardsProps): ReactNode {
  const { t } = useText();
  const { address, personal } = guards;
  const toField = (): void => document.getElementById('composer-text')?.focus();
  return (
    <div className="composer-notices" aria-live="polite">
      {address !== undefined && (
        <div className="guard guard-amber" data-testid={`guard-${address.kind}`}>
          <p>
            {address.kind === 'wrongAddress'
              ? t(address.wanted === 'du' ? 'guard.wantsDu' : 'guard.wantsSie', quoted(composition.text, address.places))
              : t('guard.mixed', quoted(composition.text, address.places))}
          </p>
          <Button
            isSmall
            onPress={() => {
              write(conversationId, { text: address.rewritten });
              toField();
            }}
            testId="guard-rewrite"
          >
            {t(address.wanted === 'du' ? 'guard.toDu' : 'guard.toSie')}
          </Button>
          {contactId !== undefined && (
            <Button
              isSmall
              look="quiet"
              onPress={() => {
                keepAddress(contactId);
                toField();
              }}
              testId="guard-keep"
            >
              {t('guard.keep')}
            </Button>
          )}
        </div>
      )}
      {personal !== undefined && !isDisclosed(personal, composition.disclosure) && (
        <PersonalData
          // Another piece of data asks for a reason of its own.
          key={personal.found.map(({ text }) => text).join('\n')}
          kinds={[...new Set(personal.found.map(({ kind }) => t(`personal.${kind}`)))]}
          texts={personal.found.map(({ text }) => text)}
          onPrivate={canGoPrivate ? () => (write(conversationId, { mode: 'private' }), toField()) : undefined}
          onDisclose={(reason) => {
            compose(conversationId, { disclosure: { reason, texts: personal.found.map(({ text }) => text) } });
            toField();
          }}
        />
      )}
    </div>
  );
}

interface PersonalDataProps {
  readonly kinds: readonly string[];
  readonly texts: readonly string[];
  readonly onPrivate: (() => void) | undefined;
  readonly onDisclose: (reason: string) => void;
}

function PersonalData({ kinds, texts, onPrivate, onDisclose }: PersonalDataProps): ReactNode {
  const { t, f } = useText();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const enough = reason.trim().length >= SHORTEST_REASON;
  return (
    <div className="guard guard-red" data-testid="guard-personal">
      <p>
        {t('guard.personal', f.list(kinds))} <q>{showHidden(texts.join(' · '))}</q>
      </p>
      {asking ? (
        <form
          className="guard-reason"
          onSubmit={(event) => {
            event.preventDefault();
            if (enough) onDisclose(reason.trim());
          }}
        >
          <Field label={t('guard.reason')} hideLabel value={reason} onChange={setReason} autoFocus name="guard-reason" />
          <Button type="submit" isSmall isDisabled={!enough} onPress={() => undefined} testId="guard-disclose">
            {t('guard.disclose')}
          </Button>
        </form>
      ) : (
        <>
          {onPrivate !== undefined && (
            <Button isSmall onPress={onPrivate} testId="guard-private">
              {t('guard.private')}
            </Button>
          )}
          <Button isSmall look="quiet" onPress={() => setAsking(true)} testId="guard-anyway">
            {t('guard.anyway')}
          </Button>
        </>
      )}
    </div>
  );
}

const MOST_QUOTED = 3;

/** The words it is about, once each. */
function quoted(text: string, places: readonly { readonly start: number; readonly end: number }[]): string {
  const words = [...new Set(places.map(({ start, end }) => text.slice(start, end)))];
  return words
    .slice(0, MOST_QUOTED)
    .map((word) => `„${word}“`)
    .join(', ');
}
