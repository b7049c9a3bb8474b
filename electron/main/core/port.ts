import type { IpcName, IpcPush, IpcRequest, IpcResponse, IpcTopic } from '../../../shared/ipc/index.ts';

/** One function per call of the contract. Requests are parsed before, responses after; failures are thrown as CodedError. */
export type DeskHandlers = {
  readonly [N in IpcName]: (request: Required<Pick<{ value: IpcRequest<N> }, 'value'>>['value']) => Promise<IpcResponse<N>>;
};

/** The desktop core as every host sees it (Electron window, loopback browser, headless). */
export interface DeskCore {
  readonly handlers: DeskHandlers;
  /** Hears every push; returns the way to stop. */
  subscribe(listener: <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void): () => void;
  /** Flushes drafts, closes the link and the replica. */
  close(): Promise<void>;
}
