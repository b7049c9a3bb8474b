export { type CommandAnswer, type Batch, type ConversationSnapshot, type Welcome, type Ack } from './down.ts';
export { type CommandMessage, type Handshake, type Hello, type RenewLeases } from './up.ts';
