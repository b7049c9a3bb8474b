import { expect, test } from 'vitest';
import { predict } from '../../electron/main/sync/predict.ts';
import { envelopeOf } from '../../shared/commands/index.ts';
import { readingOf } from '../../shared/text/reading.ts';
import { SharedCenter } from '../support/shared-center.ts';

test('READ-4 a correction made without the server shows at once, alone and after another, and what cannot be is not shown', () => {
  const c = new SharedCenter();
  const { conversationId, messageId } = c.given('ann');
  const { contactId, threadId, visibility } = c.must('conversation', conversationId);
  c.emit({ type: 'message.read', data: { messageId, conversationId, contactId, threadId, visibility, reading: readingOf('Kein Internet'), modelsVersion: 'm', at: c.now } });
  const was = c.must('message', messageId).reading?.sentiment.label ?? '';
  const onTheWay = (labels: readonly string[]) => labels.map((label, commandNo) => ({ commandNo, createdAt: c.now, command: envelopeOf({ type: 'message.correctReading', data: { messageId, conversationId, task: 'sentiment', label } }) }));
  const shown = (labels: readonly string[]) => predict(onTheWay(labels), c.state, 'ann').entities.find((one) => one.noun === 'message')?.value as { reading?: { corrections?: Record<string, { label: string }> } } | undefined;
  const others = ['negative', 'neutral', 'positive'].filter((label) => label !== was);
  expect(shown([others[0] ?? ''])?.reading?.corrections?.['sentiment']).toMatchObject({ label: others[0], was, byAgentId: 'ann' });
  expect(shown([others[0] ?? '', others[1] ?? ''])?.reading?.corrections?.['sentiment']).toMatchObject({ label: others[1] });
  expect(shown(['sunshine'])).toBeUndefined();
  expect(shown([was])).toBeUndefined();
});
