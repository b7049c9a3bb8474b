import type { Command, CommandType } from '../commands/index.ts';
import { COMMAND_DEFINITIONS } from '../commands/index.ts';
import { decideForceAgentState, decideForceCapacity, decideLiftCapacity, decidePlanShift, decideRegisterAgent, decideSetAgentState, decideSetShiftEnd, decideSetTrainee, decideSetWishes } from './agent.ts';
import { decideAcknowledgeAlert, decideRaiseAlert } from './alert.ts';
import { decideFlagForApproval, decideGiveApproval, decideSendBack, decideWithdrawApproval } from './approval.ts';
import { decideDropArticleProposal, decideImportArticles, decidePublishArticle, decideRecordArticleUse, decideRetireArticle, decideSaveArticle } from './article.ts';
import { decideEndBriefing, decideReadBriefing, decideWriteBriefing } from './briefing.ts';
import * as bulk from './bulk-answer.ts';
import { decideDefineQueue, decideDefineSkill, decideDefineTeam, decideRegisterAccount, decideResumeAccount, decideStopAccount, decideSwitchFeed } from './center.ts';
import { decideConfirmCluster, decideDismissCluster, decideMergeClusters, decidePutClusterMembers, decideSplitCluster, decideTakeClusterMembers } from './cluster.ts';
import { decideChangeDeskSetup, decideRemoveView, decideSaveView, decideSeeMention } from './desk-tools.ts';
import { refuse, type DecideContext, type Decider, type Decision, type Facts } from './context.ts';
import { decideMakeInvitation, decideRevokeInvitation } from './invitation.ts';
import { decideGiveBackEscalation, decideRaiseEscalation, decideTakeOverEscalation, decideWithdrawEscalation } from './escalation.ts';
import { decideChangeHouse, decideUndoHouse } from './house.ts';
import { decideSwitchFigures } from './figures.ts';
import { decideCheckIdentity, decideNoteConsent, decideSetAddressForm, decideWithdrawCheck } from './identity.ts';
import { decideReportChange, decideRequestChange } from './message-change.ts';
import { decidePlanCallBack, decideReportCallBack } from './call-back.ts';
import { decideLinkConversations, decideMergeConversations, decideUnlinkConversation, decideUnmergeConversation } from './conversation-parts.ts';
import { decideChangeTicket, decideCloseTicket, decideOpenTicket } from './ticket.ts';
import { decideMergeContacts, decideUnmergeContact } from './person.ts';
import { decideCloseWave, decideCorrectReading, decideUnblockContact } from './reading.ts';
import { decideAskProfile, decideDecideProfile } from './profile.ts';
import { decideReportReply, decideSettleReply } from './reply-outcome.ts';
import { decideRequestPermit } from './reply-permit.ts';
import { decideChangeExecutor, decideScheduleReply } from './reply-schedule.ts';
import { decideAcceptReservation, decideDeclineReservation } from './reservation.ts';
import { decideAcknowledgeSpike, decideChangeSituation, decideCloseSituation, decideFollowUpSituation, decideOpenSituation } from './situation.ts';
import { decideChangeTerms, decideUndoTerms } from './search-terms.ts';
import { decideApplyStrategy, decideProposeStrategy, decideUndoStrategy } from './strategy.ts';
import { decideAddNote, decideSaveDraft, decideTagConversation } from './text.ts';
import { decideMarkWhisperSeen, decideSendWhisper } from './whisper.ts';
import { decideClaimBulk } from './work-item-bulk.ts';
import { decideHandoverWorkItem } from './work-item-handover.ts';
import { decideCloseWorkItem, decideParkWorkItem, decideReopenWorkItem } from './work-item-end.ts';
import { decideSnoozeWorkItem, decideWakeWorkItem } from './work-item-snooze.ts';
import { decideReassignWorkItems, decideTakeWorkItem, decideTransferWorkItem } from './work-item-move.ts';

export type { DecideContext, Decider, Decision, Facts } from './context.ts';

/** One decider per command; the type makes a missing one a compile error. */
export const DECIDERS: { readonly [T in CommandType]: Decider<T> } = {
  'agent.setEnd': decideSetShiftEnd,
  'agent.setState': decideSetAgentState,
  'agent.forceState': decideForceAgentState,
  'agent.register': decideRegisterAgent,
  'account.register': decideRegisterAccount,
  'figures.switch': decideSwitchFigures,
  'account.stop': decideStopAccount,
  'account.resume': decideResumeAccount,
  'account.switchFeed': decideSwitchFeed,
  'queue.define': decideDefineQueue,
  'skill.define': decideDefineSkill,
  'team.define': decideDefineTeam,
  'agent.planShift': decidePlanShift,
  'agent.setWishes': decideSetWishes,
  'agent.setTrainee': decideSetTrainee,
  'agent.forceCapacity': decideForceCapacity,
  'agent.liftCapacity': decideLiftCapacity,
  'approval.give': decideGiveApproval,
  'approval.sendBack': decideSendBack,
  'approval.withdraw': decideWithdrawApproval,
  'approval.flag': decideFlagForApproval,
  'escalation.raise': decideRaiseEscalation,
  'escalation.takeOver': decideTakeOverEscalation,
  'escalation.giveBack': decideGiveBackEscalation,
  'escalation.withdraw': decideWithdrawEscalation,
  'whisper.send': decideSendWhisper,
  'whisper.markSeen': decideMarkWhisperSeen,
  'alert.raise': decideRaiseAlert,
  'alert.acknowledge': decideAcknowledgeAlert,
  'article.save': decideSaveArticle,
  'article.publish': decidePublishArticle,
  'article.retire': decideRetireArticle,
  'article.dropProposal': decideDropArticleProposal,
  'article.import': decideImportArticles,
  'article.recordUse': decideRecordArticleUse,
  'workItem.claimBulk': decideClaimBulk,
  'bulkAnswer.start': bulk.decideStartBulkAnswer,
  'bulkAnswer.join': bulk.decideJoinBulkAnswer,
  'bulkAnswer.write': bulk.decideWriteBulkAnswer,
  'bulkAnswer.confirm': bulk.decideConfirmBulkAnswer,
  'bulkAnswer.skip': bulk.decideSkipBulkAnswer,
  'bulkAnswer.handOut': bulk.decideHandOutBulkAnswer,
  'bulkAnswer.report': bulk.decideReportBulkAnswer,
  'bulkAnswer.pause': bulk.decidePauseBulkAnswer,
  'bulkAnswer.resume': bulk.decideResumeBulkAnswer,
  'bulkAnswer.stop': bulk.decideStopBulkAnswer,
  'bulkAnswer.statusPosted': bulk.decideStatusPosted,
  'workItem.handover': decideHandoverWorkItem,
  'profile.ask': decideAskProfile,
  'profile.decide': decideDecideProfile,
  'house.change': decideChangeHouse,
  'house.undo': decideUndoHouse,
  'invitation.make': decideMakeInvitation,
  'invitation.revoke': decideRevokeInvitation,
  'terms.change': decideChangeTerms,
  'terms.undo': decideUndoTerms,
  'strategy.propose': decideProposeStrategy,
  'strategy.apply': decideApplyStrategy,
  'strategy.undo': decideUndoStrategy,
  'reservation.accept': decideAcceptReservation,
  'reservation.decline': decideDeclineReservation,
  'workItem.take': decideTakeWorkItem,
  'workItem.transfer': decideTransferWorkItem,
  'workItem.reassign': decideReassignWorkItems,
  'workItem.close': decideCloseWorkItem,
  'workItem.park': decideParkWorkItem,
  'workItem.snooze': decideSnoozeWorkItem,
  'workItem.wake': decideWakeWorkItem,
  'workItem.reopen': decideReopenWorkItem,
  'conversation.tag': decideTagConversation,
  'note.add': decideAddNote,
  'draft.save': decideSaveDraft,
  'contact.setAddressForm': decideSetAddressForm,
  'contact.checkIdentity': decideCheckIdentity,
  'contact.withdrawCheck': decideWithdrawCheck,
  'contact.noteConsent': decideNoteConsent,
  'ticket.open': decideOpenTicket,
  'ticket.change': decideChangeTicket,
  'ticket.close': decideCloseTicket,
  'callBack.plan': decidePlanCallBack,
  'callBack.report': decideReportCallBack,
  'conversation.link': decideLinkConversations,
  'conversation.unlink': decideUnlinkConversation,
  'conversation.merge': decideMergeConversations,
  'conversation.unmerge': decideUnmergeConversation,
  'contact.merge': decideMergeContacts,
  'contact.unmerge': decideUnmergeContact,
  'message.requestChange': decideRequestChange,
  'message.reportChange': decideReportChange,
  'message.correctReading': decideCorrectReading,
  'wave.close': decideCloseWave,
  'contact.unblock': decideUnblockContact,
  'reply.schedule': decideScheduleReply,
  'reply.changeExecutor': decideChangeExecutor,
  'reply.requestPermit': decideRequestPermit,
  'reply.report': decideReportReply,
  'reply.settle': decideSettleReply,
  'cluster.confirm': decideConfirmCluster,
  'cluster.split': decideSplitCluster,
  'cluster.merge': decideMergeClusters,
  'cluster.dismiss': decideDismissCluster,
  'cluster.putIn': decidePutClusterMembers,
  'cluster.takeOut': decideTakeClusterMembers,
  'situation.open': decideOpenSituation,
  'situation.change': decideChangeSituation,
  'situation.close': decideCloseSituation,
  'situation.followUp': decideFollowUpSituation,
  'spike.acknowledge': decideAcknowledgeSpike,
  'savedView.save': decideSaveView,
  'savedView.remove': decideRemoveView,
  'deskSetup.change': decideChangeDeskSetup,
  'mention.see': decideSeeMention,
  'briefing.write': decideWriteBriefing,
  'briefing.end': decideEndBriefing,
  'briefing.read': decideReadBriefing,
};

/** Decides a command that has passed its schema. Roles are checked here, so that no door can forget it. */
export function decide(facts: Facts, command: Command, context: DecideContext): Decision {
  const roles = COMMAND_DEFINITIONS.get(command.type)?.roles ?? [];
  if (!roles.includes(context.role)) return refuse('NOT_ALLOWED');
  const decider = DECIDERS[command.type] as Decider<CommandType>;
  return decider.decide(facts, command.data, context);
}

/** Texts a command carries, to be sealed under the key of the conversation's contact before it is decided. */
export function textsOf(command: Command): { readonly conversationId: string; readonly texts: readonly string[] } | undefined {
  switch (command.type) {
    case 'note.add':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify({ text: command.data.text })] };
    case 'callBack.plan':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify({ number: command.data.number, about: command.data.about })] };
    case 'message.requestChange':
      return command.data.to.kind === 'delete' ? undefined : { conversationId: command.data.conversationId, texts: [JSON.stringify({ text: command.data.to.text })] };
    case 'approval.give':
      return command.data.words === undefined ? undefined : { conversationId: command.data.conversationId, texts: [JSON.stringify(command.data.words)] };
    case 'escalation.raise':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify({ text: command.data.reason })] };
    case 'escalation.giveBack':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify({ text: command.data.word })] };
    case 'whisper.send':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify({ text: command.data.text })] };
    case 'approval.sendBack':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify({ text: command.data.word })] };
    case 'draft.save':
      return command.data.draft === null ? undefined : { conversationId: command.data.conversationId, texts: [JSON.stringify(command.data.draft)] };
    case 'reply.schedule':
    case 'reply.requestPermit':
      return { conversationId: command.data.conversationId, texts: [JSON.stringify(command.data.frozen), ...command.data.frozen.parts.map((text) => JSON.stringify({ text }))] };
    default:
      return undefined;
  }
}
