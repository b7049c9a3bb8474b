import { useEffect, useState } from 'react';
import { runsOfWords } from '../../../../../shared/text/wording.ts';
import { call } from '../../../bridge/index.ts';

const PAUSE_MS = 400;

/** How many other conversations of this account got these words from this desk lately; asked at a pause, 0 until known. */
export function useAlike(conversationId: string, text: string): number {
  const [found, setFound] = useState<{ readonly text: string; readonly count: number }>();
  useEffect(() => {
    const timer = setTimeout(() => {
      if (runsOfWords(text).size === 0) return;
      call('guards.alike', { conversationId, text }).then(
        ({ conversations }) => setFound({ text, count: conversations }),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [conversationId, text]);
  return found?.text === text ? found.count : 0;
}
