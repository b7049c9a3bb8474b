import {
  IPC_CALLS,
  IPC_TOPICS,
  type IpcError,
  type IpcName,
  type IpcPush,
  type IpcResult,
  type IpcTopic,
} from '../../../shared/ipc/index.ts';
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';
import type { DeskHandlers } from '../core/port.ts';
import { failureOf, logFacts } from './failure.ts';
import { plainSize } from './plain-size.ts';

/** One request, in characters: the longest answer (50,000 characters, escaped) fits several times. */
export const MAX_REQUEST_CHARS = 400_000;

export interface DispatchLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The one way from any screen to the core. */
export interface Dispatcher {
  /** Deny by default. Never throws: every failure is a result with a code. */
  call<N extends IpcName>(name: N, request: unknown): Promise<IpcResult<N>>;
  call(name: unknown, request: unknown): Promise<IpcResult<IpcName>>;
  /** A push as the contract allows it: unknown fields are cut off; undefined (and a line in the log) where it does not fit. */
  push<T extends IpcTopic>(topic: T, payload: unknown): IpcPush<T> | undefined;
}

export function isIpcName(name: unknown): name is IpcName {
  return typeof name === 'string' && Object.hasOwn(IPC_CALLS, name);
}

export function isIpcTopic(topic: unknown): topic is IpcTopic {
  return typeof topic === 'string' && Object.hasOwn(IPC_TOPICS, topic);
}

type Core = { readonly handlers: DeskHandlers };

/** A core that is still being opened is waited for by calls that fit; the others are refused at once. What kept it from opening is their answer. */
export function createDispatcher(core: Core | Promise<Core>, log: DispatchLog): Dispatcher {
  const refuse = (error: IpcError): IpcResult<IpcName> => ({ ok: false, error });

  const run = async (name: IpcName, request: unknown): Promise<IpcResult<IpcName>> => {
    const size = plainSize(request, MAX_REQUEST_CHARS);
    if (size.kind === 'tooLarge') return refuse(failureOf(new CodedError('INPUT_TOO_LARGE')));
    if (size.kind === 'notPlain') return refuse(failureOf(new CodedError('INPUT_INVALID', { detail: 'The request is not plain data.' })));
    const asked = IPC_CALLS[name].request.safeParse(request);
    if (!asked.success) {
      const issue = asked.error.issues[0];
      // The issue's own words may quote what was typed; which field it is says enough.
      return refuse(
        failureOf(
          new CodedError('INPUT_INVALID', {
            field: issue?.path.map(String).join('.') ?? '',
            detail: `The field does not fit (${issue?.code ?? 'form'}).`,
          }),
        ),
      );
    }
    const { handlers } = core instanceof Promise ? await core : core;
    const handler = handlers[name] as (given: unknown) => Promise<unknown>;
    const answer = IPC_CALLS[name].response.safeParse(await handler(asked.data));
    if (answer.success) return { ok: true, value: answer.data } as IpcResult<IpcName>;
    log.error(
      { call: name, field: answer.error.issues[0]?.path.map(String).join('.'), issue: answer.error.issues[0]?.code },
      'an answer of the core does not fit its contract',
    );
    return refuse(failureOf(undefined));
  };

  const call = async (name: unknown, request: unknown): Promise<IpcResult<IpcName>> => {
    if (!isIpcName(name)) {
      log.warn({ code: 'IPC_CALL_UNKNOWN' }, 'a call without an entry in the contract was refused');
      return refuse(failureOf(new CodedError('IPC_CALL_UNKNOWN')));
    }
    try {
      return await run(name, request);
    } catch (error) {
      if (!isCodedError(error)) log.error({ call: name, error: logFacts(error) }, 'a call failed unexpectedly');
      return refuse(failureOf(error));
    }
  };

  return {
    call: call as Dispatcher['call'],
    push: <T extends IpcTopic>(topic: T, payload: unknown): IpcPush<T> | undefined => {
      if (!isIpcTopic(topic)) return undefined;
      const parsed = IPC_TOPICS[topic].safeParse(payload);
      if (parsed.success) return parsed.data as IpcPush<T>;
      log.error(
        { topic, field: parsed.error.issues[0]?.path.map(String).join('.'), issue: parsed.error.issues[0]?.code },
        'a push does not fit its contract and was held back',
      );
      return undefined;
    },
  };
}
