import type { deWall } from './de-wall.ts';

export const enWall: typeof deWall = {
  'screen.wall': 'Wallboard',
  'wall.channel': 'Channel',
  'wall.channels': 'What waits per channel',
  'wall.hint': 'Figures for a big screen, without a word of customers. It stays when the desk locks.',
  'wall.here': 'Show here',
  'wall.inTime': 'In time today',
  'wall.leave': 'Leave',
  'wall.loading': 'Loading …',
  'wall.lost': (when) => `No connection. As of ${when}`,
  'wall.moreChannels': (channels, waiting) => `And ${channels} more ${channels === 1 ? 'channel' : 'channels'} with ${waiting} waiting.`,
  'wall.moreSituations': (count) => `And ${count} more.`,
  'wall.noSituation': 'No situation',
  'wall.nothingOpen': 'Nothing waits',
  'wall.open': 'Wallboard in a window of its own',
  'wall.overTarget': (span) => `${span} over target`,
  'wall.situations': 'Situations',
  'wall.soonShort': 'in 10 min',
  'wall.target': (when) => `target ${when}`,
  'wall.until': (when) => `until ${when}`,
  'wall.window': 'In a window of its own',
};
