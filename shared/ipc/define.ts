import type { z } from 'zod';

/** One request main answers for the renderer: name → request and response schema. Refusals come as `IpcResult`. */
export interface IpcCall<Req extends z.ZodType = z.ZodType, Res extends z.ZodType = z.ZodType> {
  readonly request: Req;
  readonly response: Res;
}
export function call<Req extends z.ZodType, Res extends z.ZodType>(request: Req, response: Res): IpcCall<Req, Res> {
  return { request, response };
}
