import type { ChannelDescriptor } from '../../shared/channels/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import type { AnswerFile } from '../../shared/domain/message-parts.ts';
import type { RefusalKit } from './strategy-refusals.ts';

const files: AnswerFile[] = [{ digest: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png', bytes: 10 }];
const TAKES = { media: { public: { maxCount: 1, maxBytes: 10, types: ['image/png'] } } };

/** Every way in which files keep an answer from going. */
export function fileRefusals({ refuses, center }: RefusalKit, withChannel: <T>(other: Partial<ChannelDescriptor>, run: () => T) => T, schedule: (conversationId: string, by: string, more: { frozen?: { files: AnswerFile[] } }) => Decision): void {
  const permit = (): Decision => center().permit(center().given('ann').conversationId, 'r1', { by: 'ann' }, { frozen: { files } });
  const later = (): Decision => schedule(center().given('ann').conversationId, 'ann', { frozen: { files } });
  refuses('FILE-3', 'reply.requestPermit', 'FILE_REFUSED', 'the channel takes no files', permit);
  refuses('FILE-3', 'reply.schedule', 'FILE_REFUSED', 'the channel takes no files', later);
  refuses('FILE-2', 'reply.requestPermit', 'FILE_NOT_KEPT', 'the server does not have its bytes', () => withChannel(TAKES, permit));
  refuses('FILE-2', 'reply.schedule', 'FILE_NOT_KEPT', 'the server does not have its bytes', () => withChannel(TAKES, later));
}
