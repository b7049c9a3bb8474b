import type { deFiles } from './de-files.ts';

export const enFiles: typeof deFiles = {
  'files.label': 'Files with this answer',
  'files.add': 'Attach a file',
  'files.adding': (n) => (n === 1 ? 'a file is being fetched …' : `${n} files are being fetched …`),
  'files.most': (count, size) => `up to ${count}, ${size} each`,
  'files.apart': (most) => `each file is a message of its own after the words; pictures up to ${most}`,
  'files.added': (name) => `${name} attached`,
  'files.remove': (name) => `Remove ${name}`,
  'files.removed': (name) => `${name} removed`,
  'files.alt': (name) => `Description of ${name}`,
  'files.altPlaceholder': 'What does the picture show?',
  'files.tooMany': (most) => `This channel takes at most ${most} files with an answer.`,
  'files.tooLarge': (name, most) => `“${name}” is too large: this channel takes at most ${most} per file.`,
  'files.tooLargeTogether': (most) => `Together the files are too large: this channel takes at most ${most}.`,
  'files.type': (name) => `“${name}” is of a kind this channel does not take.`,
  'files.notHere': 'No files can go along here. Take them out, or answer the other way.',
  'shortcut.files': 'Attach a file',
};
