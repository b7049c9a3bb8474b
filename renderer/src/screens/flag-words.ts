import { getChannel } from '../../../shared/channels/index.ts';
import type { ApprovalFlag, FlagReason } from '../../../shared/domain/approval.ts';
import { specialMailKindSchema, type ContactMark, type FlagCause, type MessageLanguage, type ReadCause, type SpecialMailKind } from '../../../shared/domain/strategy.ts';
import type { CenterState } from '../store/rows.ts';
import type { Texts } from '../text/index.tsx';
import { accountHandle, agentLong, queueName } from './names.ts';

const LETTERS: ReadonlySet<string> = new Set(specialMailKindSchema.options);

/** What a message was read as, as rules name it. */
export function causeName(cause: FlagCause, { t }: Texts): string {
  if (cause === 'danger') return t('flag.danger');
  return LETTERS.has(cause) ? t(`special.${cause as SpecialMailKind}`) : t(`readCause.${cause as ReadCause}`);
}

/** One value a rule asks for, in words. */
export function conditionName(kind: FlagReason['kind'], value: string, texts: Texts, center: CenterState): string {
  const { t, language } = texts;
  switch (kind) {
    case 'read':
      return causeName(value as FlagCause, texts);
    case 'language':
      return t(`messageLanguage.${value as MessageLanguage}`);
    case 'channel':
      return getChannel(value)?.label[language] ?? value;
    case 'account':
      return accountHandle(center, value);
    case 'visibility':
      return t(value === 'public' ? 'visibility.public' : 'visibility.private');
    case 'queue':
      return queueName(center, texts, value);
    case 'contact':
      return t(`contactMark.${value as ContactMark}`);
    case 'tag':
      return value;
    case 'words':
      return t('flagReason.words');
  }
}

/** Why answers in a conversation are looked at first, a line each: who said so, and which rules with what fitted. */
export function flagLines(flag: ApprovalFlag | undefined, texts: Texts, center: CenterState): string[] {
  if (flag === undefined) return [];
  const { t, f } = texts;
  const rules = (flag.rules ?? []).map(({ name, reasons }) => t('approval.byRule', name, f.join(reasons.map(({ kind, value }) => conditionName(kind, value ?? '', texts, center)))));
  return [...(flag.byAgentId === undefined ? [] : [t('approval.byLead', agentLong(center, flag.byAgentId))]), ...rules];
}
