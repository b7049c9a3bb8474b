// What the desk shows beside its queue, in one file of its own: `Columns.tsx` brings it once the queue stands.
export { ContextColumn } from './ContextColumn.tsx';
export { ConversationColumn } from './ConversationColumn.tsx';
