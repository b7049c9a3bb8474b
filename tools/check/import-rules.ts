// The table "Who may import whom" of docs/architecture.md as data. Default: no.
// A place is a folder (`shared/domain`), a file (`server/app.ts`), or `folder/*` for each of its sub-folders on its own.

export interface Row {
  readonly from: string;
  /** Places it may import; its own place goes without saying. */
  readonly may: readonly string[];
  /** May also import another folder's port: a file named `port.ts`, `ports.ts` or `…-port.ts` within these folders. */
  readonly portsOf?: readonly string[];
  /** npm packages and `node:` builtins it may use; `any` leaves it to ONLY_IN. */
  readonly packages: 'any' | readonly string[];
}

const under = (top: string, folders: readonly string[]): string[] => folders.map((folder) => `${top}/${folder}`);
const shared = (...folders: string[]): string[] => under('shared', folders);
const screen = (...folders: string[]): string[] => under('renderer/src', folders);
const ALL_SHARED_BUT_IPC_SYNC = shared('util', 'domain', 'commands', 'events', 'channels', 'text', 'reducers', 'deciders', 'protocol');
const FACTS = shared('domain', 'util');
const SCREEN_PACKAGES = ['react', 'react-dom', 'react-aria-components', '@tanstack/react-virtual', 'zustand', 'zod'];

// A row for a deeper place wins over one for its parent.
export const ROWS: readonly Row[] = [
  { from: 'shared/util', may: [], packages: ['zod'] },
  { from: 'shared/domain', may: shared('util'), packages: ['zod'] },
  ...shared('commands', 'events', 'channels', 'text').map((from): Row => ({ from, may: FACTS, packages: ['zod'] })),
  { from: 'shared/reducers', may: shared('events', 'domain', 'channels', 'util'), packages: ['zod'] },
  { from: 'shared/deciders', may: shared('commands', 'reducers', 'events', 'domain', 'channels', 'util'), packages: ['zod'] },
  ...shared('protocol', 'ipc').map((from): Row => ({ from, may: shared('commands', 'events', 'domain', 'util'), packages: ['zod'] })),
  { from: 'shared/sync', may: shared('protocol', 'deciders', 'reducers', 'events', 'domain', 'util'), packages: ['zod'] },

  { from: 'server/routing/core', may: shared('domain', 'events', 'reducers', 'channels', 'util'), packages: [] },
  { from: 'server/channels/*', may: ALL_SHARED_BUT_IPC_SYNC, portsOf: ['server/channels'], packages: 'any' },
  { from: 'server/channels', may: ALL_SHARED_BUT_IPC_SYNC, portsOf: ['server'], packages: 'any' },
  // The registry is the one line per channel; main and app wire.
  { from: 'server/channels/registry.ts', may: ['server/channels', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  {
    from: 'server/routing',
    may: ['server/routing/core', 'server/center', ...ALL_SHARED_BUT_IPC_SYNC],
    portsOf: ['server'],
    packages: 'any',
  },
  { from: 'server/storage', may: shared('util'), packages: 'any' },
  { from: 'server/log', may: ['server/storage', ...ALL_SHARED_BUT_IPC_SYNC], portsOf: ['server'], packages: 'any' },
  // The opened database files and the center (folded state, the one way to append) are what the rest stands on, not neighbours.
  { from: 'server/*', may: ['server/storage', 'server/center', ...ALL_SHARED_BUT_IPC_SYNC], portsOf: ['server'], packages: 'any' },
  { from: 'server', may: ALL_SHARED_BUT_IPC_SYNC, portsOf: ['server'], packages: 'any' },
  { from: 'server/app.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/assemble.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/start-chat.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/start-mail-door.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/start-reports.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/start-feeds.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/bootstrap.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },
  { from: 'server/center', may: ALL_SHARED_BUT_IPC_SYNC, portsOf: ['server'], packages: 'any' },
  { from: 'server/main.ts', may: ['server', ...ALL_SHARED_BUT_IPC_SYNC], packages: 'any' },

  { from: 'electron/main/channels/*', may: ['shared'], portsOf: ['electron/main/channels'], packages: 'any' },
  { from: 'electron/main/channels/registry.ts', may: ['electron/main/channels', 'shared'], packages: 'any' },
  { from: 'electron/main/*', may: ['shared'], portsOf: ['electron/main'], packages: 'any' },
  // The core joins the parts once, for all three hosts; host and index put it on the screen.
  {
    from: 'electron/main/core',
    may: [...under('electron/main', ['accounts', 'storage', 'secrets', 'sync', 'channels']), 'shared'],
    portsOf: ['electron/main'],
    packages: 'any',
  },
  { from: 'electron/main/host', may: ['electron/main', 'shared'], packages: 'any' },
  { from: 'electron/main', may: ['shared'], portsOf: ['electron/main'], packages: 'any' },
  { from: 'electron/main/index.ts', may: ['electron/main', 'shared'], packages: 'any' },
  { from: 'electron/preload', may: shared('ipc'), packages: ['electron'] },

  {
    from: 'renderer/src',
    may: ['renderer/src/components', ...shared('domain', 'commands', 'events', 'channels', 'reducers', 'deciders', 'text', 'ipc', 'util')],
    packages: SCREEN_PACKAGES,
  },
  {
    from: 'renderer/src/components',
    may: [...shared('domain', 'channels', 'util'), ...screen('text', 'hooks', 'styles')],
    packages: SCREEN_PACKAGES,
  },

  // On other people's pages: no package, and of the shared language the visitor's line alone.
  { from: 'widget', may: ['shared/protocol'], packages: [] },
  { from: 'sandbox', may: [], packages: 'any' },
  { from: 'tools', may: ['server', 'electron/main', 'shared'], packages: 'any' },
  {
    from: 'tests',
    may: [
      'shared',
      'server',
      'electron',
      'renderer',
      'sandbox',
      'widget',
      'tools',
      'electron.vite.config.ts',
      'playwright.config.ts',
      'vitest.config.ts',
    ],
    packages: 'any',
  },
  ...['electron.vite.config.ts', 'playwright.config.ts', 'vitest.config.ts'].map((from): Row => ({
    from,
    may: ['tools'],
    packages: 'any',
  })),
];

/** Packages with one home: whoever else imports them goes around the port that stands before them. `tests` may use all. */
export const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  keytar: ['electron/main/secrets'],
  'better-sqlite3': ['electron/main/storage', 'server/log', 'server/storage'],
  'socket.io': ['server/transport'],
  'socket.io-client': ['electron/main/sync'],
  electron: ['electron/main/index.ts', 'electron/main/host', 'electron/main/ipc', 'electron/preload'],
};

/** Names of a package with a narrower home than the package. */
export const NAME_ONLY_IN: readonly { readonly specifier: string; readonly name: string; readonly in: readonly string[] }[] = [
  { specifier: 'electron', name: 'ipcMain', in: ['electron/main/ipc'] },
  { specifier: 'electron', name: 'ipcRenderer', in: ['electron/preload'] },
  { specifier: 'electron', name: 'contextBridge', in: ['electron/preload'] },
];
