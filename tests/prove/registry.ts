import type { Proof } from './proof.ts';

/** All proofs, in the order of SENDING. A proof is loaded only when it runs. */
export const PROOFS: Readonly<Record<string, () => Promise<Proof>>> = {
  simulation: async () => (await import('./proofs/simulation.ts')).proof,
  plants: async () => (await import('./proofs/plants.ts')).proof,
  kill: async () => (await import('./proofs/kill.ts')).proof,
  'crash-points': async () => (await import('./proofs/crash-points.ts')).proof,
  'response-lost': async () => (await import('./proofs/response-lost.ts')).proof,
  'wal-torn': async () => (await import('./proofs/wal-torn.ts')).proof,
  'power-loss': async () => (await import('./proofs/power-loss.ts')).proof,
  partitions: async () => (await import('./proofs/partitions.ts')).proof,
  'server-kill': async () => (await import('./proofs/server-kill.ts')).proof,
  'reassign-races': async () => (await import('./proofs/reassign-races.ts')).proof,
  model: async () => (await import('./proofs/model.ts')).proof,
  netns: async () => (await import('./proofs/netns.ts')).proof,
  webhooks: async () => (await import('./proofs/webhooks.ts')).proof,
  'fuzz-inbound': async () => (await import('./proofs/fuzz-inbound.ts')).proof,
  'ipc-fuzz': async () => (await import('./proofs/ipc-fuzz.ts')).proof,
  'platform-limits': async () => (await import('./proofs/platform-limits.ts')).proof,
  'answer-for-many': async () => (await import('./proofs/answer-for-many.ts')).proof,
  migrations: async () => (await import('./proofs/migrations.ts')).proof,
};
