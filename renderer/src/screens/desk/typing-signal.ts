import { useCallback, useEffect, useRef } from 'react';
import { call } from '../../bridge/index.ts';

const REPEAT_MS = 5_000;
const QUIET_MS = 6_000;

/** Tells colleagues on this conversation that somebody writes here, and that they stopped. */
export function useTypingSignal(conversationId: string): () => void {
  const lastAt = useRef(0);
  const quiet = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useCallback(
    (typing: boolean) => {
      lastAt.current = typing ? Date.now() : 0;
      call('conversation.presence', { conversationId, typing }).catch(() => undefined);
    },
    [conversationId],
  );
  useEffect(
    () => () => {
      clearTimeout(quiet.current);
      if (lastAt.current > 0) tell(false);
    },
    [tell],
  );
  return useCallback(() => {
    if (Date.now() - lastAt.current > REPEAT_MS) tell(true);
    clearTimeout(quiet.current);
    quiet.current = setTimeout(() => tell(false), QUIET_MS);
  }, [tell]);
}
