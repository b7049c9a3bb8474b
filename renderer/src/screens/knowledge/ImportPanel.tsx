import { useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Progress } from '../../components/Progress.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tag } from '../../components/Tag.tsx';
import { Tick } from '../../components/Tick.tsx';
import { useKnowledge } from '../../store/article-draft.ts';
import { forgetImport, readImport, runImport, stopImport, useImport, type PlannedWhat } from '../../store/article-import.ts';
import { useDesk } from '../../store/desk.ts';
import { useText } from '../../text/index.tsx';
import { errorText } from '../../text/errors.ts';
import { saveFile } from './save-file.ts';

const SHOWN = 50;
const TONES = { new: 'green', changed: 'amber', same: 'plain' } as const satisfies Record<PlannedWhat, string>;

/** A file of articles: first what would happen, line by line, then, on a word, it happens. */
export function ImportPanel(): ReactNode {
  const { t, language } = useText();
  const { name, planned, problems, done, total, isRunning, tooLarge } = useImport();
  const online = useDesk((state) => state.connection.kind === 'online');
  const [publish, setPublish] = useState(false);
  const count = (what: PlannedWhat): number => planned.filter((one) => one.what === what).length;
  const wanted = count('new') + count('changed');
  const close = (): void => {
    forgetImport();
    useKnowledge.setState({ isImporting: false });
  };
  return (
    <section className="panel knowledge-page" data-testid="import-panel">
      <h2>{t('import.title')}</h2>
      <p className="muted">{t('import.hint')}</p>
      <label className="field">
        <span className="field-label">{t('import.file')}</span>
        <input
          className="field-input"
          type="file"
          accept=".csv,.json,.md,.markdown"
          data-testid="import-file"
          disabled={isRunning}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void readImport(file);
          }}
        />
      </label>
      {tooLarge && <p className="guard guard-red">{t('import.tooLarge')}</p>}
      {name !== undefined && !tooLarge && (
        <p role="status" data-testid="import-summary">
          {t('import.summary', count('new'), count('changed'), count('same'), problems.length)}
        </p>
      )}
      {problems.length > 0 && (
        <div className="guard guard-amber knowledge-problems" data-testid="import-problems">
          <ul>
            {problems.slice(0, SHOWN).map((one) => (
              <li key={`${one.line} ${one.code} ${one.raw}`}>
                <strong>{t('import.line', one.line)}</strong> {errorText(language, one.code)} <code>{one.code}</code> {one.field === undefined ? '' : `(${one.field})`} <q>{showHidden(one.raw)}</q>
              </li>
            ))}
          </ul>
          <Button isSmall onPress={() => saveFile(t('import.problemsFile'), `${problems.map(({ line, code, field, raw }) => `${line}\t${code}\t${field ?? ''}\t${raw.replace(/\s+/gu, ' ')}`).join('\n')}\n`, 'text/plain')}>
            {t('import.saveProblems')}
          </Button>
        </div>
      )}
      {planned.length > 0 && (
        <ul className="knowledge-planned">
          {planned.slice(0, SHOWN).map((one) => (
            <li key={one.articleId}>
              <Tag tone={TONES[one.what]}>{t(`import.what.${one.what}`)}</Tag> {one.content.title} <span className="muted">{one.fields.join(', ')}</span>
              {one.hasPersonalData && <Tag tone="red">{t('import.personal')}</Tag>}
            </li>
          ))}
          {planned.length > SHOWN && <li className="muted">{t('import.more', planned.length - SHOWN)}</li>}
        </ul>
      )}
      {done !== undefined && <Progress label={t('import.title')} text={t('import.done', done)} done={done} total={Math.max(1, isRunning ? total : done)} />}
      {wanted > 0 && <Tick label={t('import.publish')} isSelected={publish} onChange={setPublish} />}
      <div className="account-actions">
        <Button look="primary" onPress={() => void runImport(publish)} isDisabled={wanted === 0 || isRunning || !online} testId="import-run">
          {t('import.run', wanted)}
        </Button>
        {isRunning && <Button onPress={stopImport}>{t('import.stop')}</Button>}
        <Button look="quiet" onPress={close} isDisabled={isRunning}>
          {t('action.close')}
        </Button>
      </div>
      {!online && <p className="muted">{t('import.offline')}</p>}
    </section>
  );
}
