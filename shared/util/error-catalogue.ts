// code → what happened, what to do. Sections by area; append to yours.
export const ERROR_CATALOGUE = {
  // -- any door --
  INPUT_INVALID: { meaning: 'A field is missing or has the wrong form.', remedy: 'Correct the named field and send again.' },
  INPUT_TOO_LARGE: { meaning: 'The message is larger than this door takes.', remedy: 'Send smaller pieces.' },
  VERSION_UNKNOWN: { meaning: 'The message has a version this build does not know.', remedy: 'Update the older side.' },
  INTERNAL: { meaning: 'Something failed that should not have.', remedy: 'Try again; if it stays, report the code and the time.' },
  // -- server: storage and log --
  STORE_IN_USE: { meaning: 'Another server is running on this data folder.', remedy: 'Stop the other server, or give this one a data folder of its own.' },
  STORE_FOREIGN: { meaning: 'The database file belongs to something else.', remedy: 'Point the data folder at one that this server made.' },
  STORE_SCHEMA_NEWER: { meaning: 'The data was written by a newer version.', remedy: 'Start the newer version; this one will not touch the data.' },
  STORE_DAMAGED: { meaning: 'The stored data does not pass its integrity check.', remedy: 'Keep the files, restore the last backup into a fresh data folder and start again.' },
  STORE_NOT_DURABLE: { meaning: 'The database does not keep what it is told to keep.', remedy: 'Put the data folder on a local disk and check that nothing changes its settings.' },
  LOG_FENCED: { meaning: 'A newer writer has taken over the log.', remedy: 'Stop writing; read the log again before claiming it.' },
  LOG_GAP: { meaning: 'The events do not join the end of the log.', remedy: 'Read the log to its head and number the events from there.' },
  LOG_APPEND_FAILED: { meaning: 'The disk did not take the events; nothing of them was kept.', remedy: 'Check free space and the disk, claim the log again and decide anew.' },
  LOG_NEEDS_CLAIM: { meaning: 'An earlier append failed, so the numbers that follow no longer join.', remedy: 'Claim the log again, fold it anew and repeat.' },
  LOG_CLOSED: { meaning: 'The log is closed.', remedy: 'Start the server again.' },
  LOG_DAMAGED: { meaning: 'A stored event does not match its checksum.', remedy: 'Keep the files and restore the last backup.' },
  LOG_SNAPSHOT_AHEAD: { meaning: 'The snapshot claims more than the log holds.', remedy: 'Save snapshots of stored events only.' },
  BODY_UNREADABLE: { meaning: 'A sealed text does not open under its key.', remedy: 'Check that the master key belongs to this data; restore the backup if it does.' },
  MASTER_KEY_INVALID: { meaning: 'The master key does not have 32 bytes or does not belong to this data.', remedy: 'Put back the master key file this data was made with.' },
} as const;
