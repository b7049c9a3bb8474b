import type { ReactNode } from 'react';

const PATHS = {
  queue: 'M4 5h16M4 12h16M4 19h10',
  many: 'M8.5 7 3 12l5.5 5M13 7l-5.5 5 5.5 5M8 12h7a5.5 5.5 0 0 1 5.5 5.5',
  board: 'M4 4h7v7H4zM13 4h7v4h-7zM13 11h7v9h-7zM4 14h7v6H4z',
  same: 'M4 5h11v8H8l-4 3zM9 16h7l4 3v-9h-2',
  outbox: 'M4 13v6h16v-6M12 15V4M7.5 8.5 12 4l4.5 4.5',
  key: 'M14.5 3.5a6 6 0 1 1-4.2 10.2L4 20v-4h3v-3l2-2a6 6 0 0 1 5.5-7.5zM16 8h.01',
  settings:
    'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1',
  help: 'M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2.2M12 18h.01M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19z',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l4.5 4.5',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zM10 20.5h4',
  globe: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 1 1 7 0v3',
  handOn: 'M4 8h13M13.5 4.5 17 8l-3.5 3.5M20 16H7M10.5 12.5 7 16l3.5 3.5',
  note: 'M5 4h14v10l-6 6H5zM13 20v-6h6',
  down: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17.5 19.5 7',
  warn: 'M12 3.5 21.5 20h-19zM12 10v4.5M12 17.5h.01',
  reply: 'M10 7 4 12.5l6 5.5M4.5 12.5H14a6 6 0 0 1 6 6',
  open: 'M13 5h6v6M19 5l-9 9M16 14v5H5V8h5',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.5 2',
  book: 'M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM21 4h-6a2 2 0 0 0-2 2v14a2 2 0 0 1 2-2h6z',
  house: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6',
  rules: 'M4 6h9M17 6h3M15 4v4M4 12h3M11 12h9M9 10v4M4 18h9M17 18h3M15 16v4',
  clip: 'M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0',
  ear: 'M7 10a5 5 0 1 1 10 0c0 4-4 4.5-4 8a2.5 2.5 0 0 1-4.5 1.5M9.5 10a2.5 2.5 0 1 1 5 0c0 1.5-1.5 2-2 3',
  chart: 'M4 4v16h16M8.5 16v-5M13 16V8M17.5 16v-3',
  stop: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM8 12h8',
} as const;
export type IconName = keyof typeof PATHS;

/** A sign beside words, or inside a control that has its own label: never the only name of something. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
