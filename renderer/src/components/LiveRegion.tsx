import type { ReactNode } from 'react';

/** What is said to people who do not see it happen. */
export function LiveRegion({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="live-region">
      {text}
    </div>
  );
}
