import { call } from './api.js';

/** The platform's own length rules, as the counters show them. */
export const limits = { maxLength: 280, privateMaxLength: 10_000 };

export async function loadLimits() {
  const { maxLength, privateMaxLength } = await call('GET', '/settings');
  Object.assign(limits, { maxLength, privateMaxLength });
}
