import type { ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { MessageBubble } from '../../components/MessageBubble.tsx';
import { contactLabel } from '../names.ts';

const nothing = (): void => undefined;

/** What the queue already knows of a conversation that is still on its way: who, and how they began. The conversation itself takes its place. */
export function FirstWords({ row }: { readonly row: QueueRow }): ReactNode {
  return (
    <div className="thread" aria-busy="true" data-testid="first-words">
      <MessageBubble
        id={`first-${row.item.id}`}
        side="in"
        at={row.lastInboundAt}
        text={row.firstLine}
        url={undefined}
        language={undefined}
        isOwn
        author={contactLabel(row)}
        handle={row.contactHandle}
        tone={0}
        visibility={row.visibility}
        replyTo={undefined}
        editedAt={undefined}
        deletedAt={undefined}
        state={undefined}
        isAddressee={false}
        canAddress={false}
        onAddress={nothing}
        onJump={nothing}
        onOpenLink={nothing}
        onAction={nothing}
      />
    </div>
  );
}
