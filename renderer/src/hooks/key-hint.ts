import { useSyncExternalStore } from 'react';
import { boundNow, followBindings, keysOf } from '../store/key-bindings.ts';
import { writeKeys } from '../text/keys.ts';
import { useText } from '../text/index.tsx';

/** The key that does the same as a control, as this person has it; undefined where they have none. */
export function useKeyHint(): (actId: string) => string | undefined {
  const { t } = useText();
  useSyncExternalStore(followBindings, boundNow);
  return (actId) => {
    const press = keysOf(actId)[0];
    return press === undefined ? undefined : writeKeys(t, press);
  };
}
