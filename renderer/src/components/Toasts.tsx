import { useEffect, type ReactNode } from 'react';
import { useClock } from '../hooks/ticker.ts';
import { useText } from '../text/index.tsx';
import { Button } from './Button.tsx';
import { Countdown } from './DueRing.tsx';
import { Icon } from './Icon.tsx';

export interface ToastView {
  readonly id: string;
  readonly text: string;
  readonly tone: 'info' | 'error';
  readonly until: number;
  readonly action?: { readonly label: string; readonly keys?: string | undefined } | undefined;
}

export interface ToastsProps {
  readonly toasts: readonly ToastView[];
  readonly onAction: (id: string) => void;
  readonly onDrop: (id: string) => void;
}

export function Toasts({ toasts, onAction, onDrop }: ToastsProps): ReactNode {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} onAction={onAction} onDrop={onDrop} />
      ))}
    </div>
  );
}

function ToastLine({ toast, onAction, onDrop }: { readonly toast: ToastView } & Pick<ToastsProps, 'onAction' | 'onDrop'>): ReactNode {
  const { t } = useText();
  const over = useClock((now) => now > toast.until);
  const { id } = toast;
  useEffect(() => {
    if (over) onDrop(id);
  }, [over, id, onDrop]);
  return (
    <div className={`toast toast-${toast.tone}`} data-testid={`toast-${toast.tone}`}>
      {toast.tone === 'error' && <Icon name="warn" size={16} />}
      <span className="toast-text">{toast.text}</span>
      {toast.action !== undefined && (
        <>
          <span aria-hidden="true">
            <Countdown until={toast.until} />
          </span>
          <Button isSmall look="quiet" keys={toast.action.keys} onPress={() => onAction(id)} testId="toast-action">
            {toast.action.label}
          </Button>
        </>
      )}
      <button type="button" className="toast-close" onClick={() => onDrop(id)} aria-label={t('action.dismiss')}>
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
