import { memo, useRef, useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import type { ChannelDescriptor } from '../../../../shared/channels/index.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { showHidden } from '../../components/plain-text.ts';
import type { Composition } from '../../store/composer.ts';
import { addFiles, describeFile, filesProblem, limitsOf, removeFile } from '../../store/composer-files.ts';
import { sizeOf } from '../../text/size.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';

export interface ComposerFilesProps {
  readonly conversationId: string;
  readonly descriptor: ChannelDescriptor | undefined;
  readonly composition: Composition;
  /** What is answered stands in public. */
  readonly isPublic: boolean;
}

export const FILES_INPUT = 'composer-files-input';

/** Pasting and dropping files anywhere into the composer. Nothing is given where the channel takes none. */
export function useFileDrop({ conversationId, descriptor, composition, isPublic }: ComposerFilesProps, canWrite: boolean) {
  const [isOver, setOver] = useState(false);
  const { mode } = composition;
  const takes = canWrite && limitsOf(descriptor, mode, isPublic) !== undefined;
  const take = (files: readonly File[]): void => {
    if (mode !== 'note') void addFiles(conversationId, mode, files);
  };
  return {
    'data-over': takes && isOver ? '' : undefined,
    onPaste: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      // A copied table brings a picture of itself along with its words: then the words are meant.
      if (!takes || files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
      event.preventDefault();
      take(files);
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = takes ? 'copy' : 'none';
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      if (takes) take([...event.dataTransfer.files]);
    },
  };
}

/** The files that go with the answer, each with its description where the channel shows one. */
export const ComposerFiles = memo(function ComposerFiles({ conversationId, descriptor, composition, isPublic }: ComposerFilesProps): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const input = useRef<HTMLInputElement>(null);
  const { mode, files, adding } = composition;
  const limits = limitsOf(descriptor, mode, isPublic);
  if (mode === 'note' || (limits === undefined && files.length === 0)) return null;
  const problem = filesProblem(descriptor, mode, isPublic, files);
  return (
    <div className="composer-files" data-testid="composer-files">
      {files.length > 0 && (
        <ul aria-label={t('files.label')}>
          {files.map((file) => (
            <li key={file.digest} className="composer-file">
              <Icon name="clip" size={14} />
              <span className="composer-file-name">{showHidden(file.name)}</span>
              <span className="muted">{sizeOf(file.bytes)}</span>
              {limits?.alt === true && file.mediaType.startsWith('image/') && (
                <input
                  className="composer-file-alt"
                  aria-label={t('files.alt', file.name)}
                  placeholder={t('files.altPlaceholder')}
                  maxLength={1_500}
                  value={file.alt ?? ''}
                  onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
                  onChange={(event) => describeFile(conversationId, file.digest, event.currentTarget.value)}
                />
              )}
              <Button look="quiet" isSmall label={t('files.remove', file.name)} onPress={() => removeFile(conversationId, file.digest)}>
                <Icon name="close" size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && (
        <p className="guard guard-red" role="alert" data-testid="files-problem">
          {problem.kind === 'tooMany'
            ? t('files.tooMany', problem.most)
            : problem.kind === 'tooLarge'
              ? t('files.tooLarge', problem.name, sizeOf(problem.mostBytes))
              : problem.kind === 'tooLargeTogether'
                ? t('files.tooLargeTogether', sizeOf(problem.mostBytes))
                : problem.kind === 'type'
                  ? t('files.type', problem.name)
                  : t('files.notHere')}
        </p>
      )}
      {limits !== undefined && (
        <p className="composer-files-add">
          <input
            ref={input}
            id={FILES_INPUT}
            data-testid="files-input"
            type="file"
            multiple
            hidden
            accept={limits.types.includes('*') ? undefined : limits.types.join(',')}
            onChange={(event) => {
              const chosen = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = '';
              void addFiles(conversationId, mode, chosen);
            }}
          />
          <Button look="quiet" isSmall onPress={() => input.current?.click()} keys={hint('files')} testId="add-files">
            <Icon name="clip" size={14} />
            {t('files.add')}
          </Button>
          <span className="muted" role="status">
            {adding > 0 ? t('files.adding', adding) : [t('files.most', f.number(limits.maxCount), sizeOf(limits.maxBytes)), ...(limits.apart === true ? [t('files.apart', sizeOf(limits.lessOf?.maxBytes ?? limits.maxBytes))] : [])].join(' · ')}
          </span>
        </p>
      )}
    </div>
  );
}, isSame);

/** What is typed changes nothing of the files. */
function isSame(a: ComposerFilesProps, b: ComposerFilesProps): boolean {
  return a.conversationId === b.conversationId && a.descriptor === b.descriptor && a.isPublic === b.isPublic && a.composition.mode === b.composition.mode && a.composition.files === b.composition.files && a.composition.adding === b.composition.adding;
}
