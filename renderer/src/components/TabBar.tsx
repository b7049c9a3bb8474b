import { useId, type KeyboardEvent, type ReactNode } from 'react';

export interface TabBarProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: T; readonly label: string; readonly count?: string | undefined; readonly also?: { readonly sign: string; readonly words: string } | undefined }[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
  /** Stands between the tabs and what they show. */
  readonly tools?: ReactNode;
  readonly headClass?: string;
  readonly children: ReactNode;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Tabs over one panel. Our own because the library's panel searches its content for focusable things at every change of it, which a live
 * list of 100,000 rows feels.
 */
export function TabBar<T extends string>({ label, tabs, chosen, onChoose, tools, headClass = '', children }: TabBarProps<T>): ReactNode {
  const id = useId();
  const listen = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next =
      tabs[
        step(
          tabs.findIndex((tab) => tab.id === chosen),
          tabs.length,
        )
      ];
    if (next === undefined) return;
    onChoose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className="tabs">
      <header className={headClass}>
        <div className="tab-list" role="tablist" aria-label={label} onKeyDown={listen}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${id}-${tab.id}`}
              className="tab"
              data-tab={tab.id}
              data-testid={`tab-${tab.id}`}
              aria-selected={tab.id === chosen}
              aria-controls={`${id}-panel`}
              tabIndex={tab.id === chosen ? 0 : -1}
              onClick={() => onChoose(tab.id)}
            >
              {tab.label} {tab.count !== undefined && <span className="tab-count">{tab.count}</span>} {tab.also !== undefined && (
                <span className="tab-also" title={tab.also.words}>
                  <span aria-hidden="true">{tab.also.sign}</span>
                  <span className="visually-hidden">{tab.also.words}</span>
                </span>
              )}
            </button>
          ))}
        </div>
        {tools}
      </header>
      <div className="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </div>
  );
}
