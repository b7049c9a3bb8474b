import type { ReactNode } from 'react';
import { AwayDialog } from '../screens/dialogs/AwayDialog.tsx';
import { BriefingDialog } from '../screens/dialogs/BriefingDialog.tsx';
import { CallBackDialog } from '../screens/dialogs/CallBackDialog.tsx';
import { DoneDialog } from '../screens/dialogs/DoneDialog.tsx';
import { EmptyDeskDialog } from '../screens/dialogs/EmptyDeskDialog.tsx';
import { EndShiftDialog } from '../screens/dialogs/EndShiftDialog.tsx';
import { EscalateDialog } from '../screens/dialogs/EscalateDialog.tsx';
import { EscalationWordDialog } from '../screens/dialogs/EscalationWordDialog.tsx';
import { ForceCapacityDialog } from '../screens/dialogs/ForceCapacityDialog.tsx';
import { ForceStateDialog } from '../screens/dialogs/ForceStateDialog.tsx';
import { HandoverDialog } from '../screens/dialogs/HandoverDialog.tsx';
import { IdentityDialog } from '../screens/dialogs/IdentityDialog.tsx';
import { MergeDialog } from '../screens/dialogs/MergeDialog.tsx';
import { MyShiftsDialog } from '../screens/dialogs/MyShiftsDialog.tsx';
import { NoAnswerDialog } from '../screens/dialogs/NoAnswerDialog.tsx';
import { PutRightDialog } from '../screens/dialogs/PutRightDialog.tsx';
import { RaiseAlertDialog } from '../screens/dialogs/RaiseAlertDialog.tsx';
import { ReadingDialog } from '../screens/dialogs/ReadingDialog.tsx';
import { ReassignDialog } from '../screens/dialogs/ReassignDialog.tsx';
import { RelieveDialog } from '../screens/dialogs/RelieveDialog.tsx';
import { SaveViewDialog } from '../screens/dialogs/SaveViewDialog.tsx';
import { ScheduleDialog } from '../screens/dialogs/ScheduleDialog.tsx';
import { SendAgainDialog } from '../screens/dialogs/SendAgainDialog.tsx';
import { SetEndDialog } from '../screens/dialogs/SetEndDialog.tsx';
import { SignOutDialog } from '../screens/dialogs/SignOutDialog.tsx';
import { SituationDialog } from '../screens/dialogs/SituationDialog.tsx';
import { SnoozeDialog } from '../screens/dialogs/SnoozeDialog.tsx';
import { StopBulkDialog } from '../screens/dialogs/StopBulkDialog.tsx';
import { StopDialog } from '../screens/dialogs/StopDialog.tsx';
import { SwitchDialog } from '../screens/dialogs/SwitchDialog.tsx';
import { TagsDialog } from '../screens/dialogs/TagsDialog.tsx';
import { TickedDialog } from '../screens/dialogs/TickedDialog.tsx';
import { TicketDialog } from '../screens/dialogs/TicketDialog.tsx';
import { TransferDialog } from '../screens/dialogs/TransferDialog.tsx';
import { UnderWayDialog } from '../screens/dialogs/UnderWayDialog.tsx';
import { WaveDialog } from '../screens/dialogs/WaveDialog.tsx';
import { WelcomeDialog } from '../screens/dialogs/WelcomeDialog.tsx';
import { WhisperDialog } from '../screens/dialogs/WhisperDialog.tsx';
import { WriteBriefingDialog } from '../screens/dialogs/WriteBriefingDialog.tsx';
import { WhyDialog } from '../screens/dialogs/WhyDialog.tsx';
import { useUi } from '../store/ui.ts';
import { Palette } from './Palette.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';

export function DialogHost(): ReactNode {
  const dialog = useUi((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'noAnswer':
      return <NoAnswerDialog workItemId={dialog.workItemId} />;
    case 'done':
      return <DoneDialog workItemId={dialog.workItemId} />;
    case 'transfer':
      return <TransferDialog workItemId={dialog.workItemId} />;
    case 'handover':
      return <HandoverDialog workItemId={dialog.workItemId} />;
    case 'snooze':
      return <SnoozeDialog workItemId={dialog.workItemId} />;
    case 'tags':
      return <TagsDialog workItemId={dialog.workItemId} />;
    case 'reassign':
      return <ReassignDialog workItemIds={dialog.workItemIds} />;
    case 'forceState':
      return <ForceStateDialog agentId={dialog.agentId} />;
    case 'forceCapacity':
      return <ForceCapacityDialog agentId={dialog.agentId} />;
    case 'escalate':
      return <EscalateDialog conversationId={dialog.conversationId} />;
    case 'escalationWord':
      return <EscalationWordDialog conversationId={dialog.conversationId} escalationId={dialog.escalationId} />;
    case 'stopBulk':
      return <StopBulkDialog bulkId={dialog.bulkId} />;
    case 'stop':
      return <StopDialog accountIds={dialog.accountIds} />;
    case 'away':
      return <AwayDialog />;
    case 'sendAgain':
      return <SendAgainDialog replyId={dialog.replyId} text={dialog.text} />;
    case 'underWay':
      return <UnderWayDialog outcome={dialog.outcome} />;
    case 'schedule':
      return <ScheduleDialog conversationId={dialog.conversationId} followUp={dialog.followUp} />;
    case 'switch':
      return <SwitchDialog conversationId={dialog.conversationId} followUp={dialog.followUp} />;
    case 'identity':
      return <IdentityDialog conversationId={dialog.conversationId} />;
    case 'ticket':
      return <TicketDialog conversationId={dialog.conversationId} ticketId={dialog.ticketId} />;
    case 'callBack':
      return <CallBackDialog conversationId={dialog.conversationId} again={dialog.again} />;
    case 'whisper':
      return <WhisperDialog conversationId={dialog.conversationId} />;
    case 'merge':
      return <MergeDialog conversationId={dialog.conversationId} />;
    case 'why':
      return <WhyDialog workItemId={dialog.workItemId} />;
    case 'putRight':
      return <PutRightDialog conversationId={dialog.conversationId} messageId={dialog.messageId} text={dialog.text} />;
    case 'alert':
      return <RaiseAlertDialog workItemId={dialog.workItemId} />;
    case 'reading':
      return <ReadingDialog conversationId={dialog.conversationId} />;
    case 'wave':
      return <WaveDialog waveId={dialog.waveId} />;
    case 'situation':
      return <SituationDialog situationId={dialog.situationId} clusterId={dialog.clusterId} />;
    case 'emptyDesk':
      return <EmptyDeskDialog agentId={dialog.agentId} />;
    case 'endShift':
      return <EndShiftDialog />;
    case 'setEnd':
      return <SetEndDialog />;
    case 'relieve':
      return <RelieveDialog workItemId={dialog.workItemId} />;
    case 'myShifts':
      return <MyShiftsDialog />;
    case 'briefing':
      return <BriefingDialog thenAvailable={dialog.thenAvailable} />;
    case 'writeBriefing':
      return <WriteBriefingDialog briefingId={dialog.briefingId} />;
    case 'signOut':
      return <SignOutDialog />;
    case 'palette':
      return <Palette />;
    case 'shortcuts':
      return <ShortcutSheet isChanging={dialog.isChanging} />;
    case 'saveView':
      return <SaveViewDialog />;
    case 'ticked':
      return <TickedDialog act={dialog.act} workItemIds={dialog.workItemIds} />;
    case 'welcome':
      return <WelcomeDialog />;
  }
}
