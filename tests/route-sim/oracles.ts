// Exact figures of waiting-line theory, to hold the simulated engine against. `a`: offered load in Erlang; spans in the unit of 1/mu.

export function erlangB(n: number, a: number): number {
  let b = 1;
  for (let i = 1; i <= n; i += 1) b = (a * b) / (i + a * b);
  return b;
}

/** P(W > 0) of M/M/n. */
export function erlangC(n: number, a: number): number {
  const b = erlangB(n, a);
  return b / (1 - (a / n) * (1 - b));
}

export interface LineFigures {
  readonly meanWait: number;
  readonly delayed: number;
  readonly blocked: number;
}

/** M/M/s with `k` waiting spaces, arrivals at `lambda`, service at `mu`: of those let in. */
export function mmsk(lambda: number, mu: number, s: number, k: number): LineFigures {
  const a = lambda / mu;
  const p = [1];
  for (let n = 1; n <= s + k; n += 1) p.push((((p[n - 1] as number) * a) as number) / Math.min(n, s));
  const total = p.reduce((x, y) => x + y, 0);
  const at = (n: number): number => (p[n] ?? 0) / total;
  const blocked = at(s + k);
  let waiting = 0;
  let delayed = 0;
  for (let n = s; n <= s + k; n += 1) {
    waiting += (n - s) * at(n);
    if (n < s + k) delayed += at(n);
  }
  return { meanWait: waiting / (lambda * (1 - blocked)), delayed: delayed / (1 - blocked), blocked };
}

/** P(W ≤ t) of M/M/s with `k` waiting spaces, first come first served, of those let in. */
export function mmskWithin(lambda: number, mu: number, s: number, k: number, t: number): number {
  const a = lambda / mu;
  let p = 1;
  let total = 1;
  let free = 1;
  const full: number[] = [];
  for (let n = 1; n <= s + k; n += 1) {
    p = (p * a) / Math.min(n, s);
    total += p;
    if (n < s) free += p;
    else full.push(p);
  }
  // Whoever finds n ≥ s in the house waits for n − s + 1 departures: an Erlang span at rate s·mu.
  let within = free;
  let poisson = Math.exp(-s * mu * t);
  let below = poisson;
  for (const [j, weight] of full.entries()) {
    if (j === k) break;
    within += weight * (1 - below);
    poisson *= (s * mu * t) / (j + 1);
    below += poisson;
  }
  const admitted = total - (full[k] ?? 0);
  return within / admitted;
}

/** M/M/n+M: patience exponential at `theta`. */
export function erlangA(lambda: number, mu: number, n: number, theta: number): { abandoned: number; meanWait: number; delayed: number } {
  const weights = [1];
  for (let i = 1; i <= n; i += 1) weights.push(((weights[i - 1] as number) * lambda) / (i * mu));
  for (let i = n + 1; i < n + 10_000; i += 1) {
    const next = ((weights[i - 1] as number) * lambda) / (n * mu + (i - n) * theta);
    weights.push(next);
    if (next < 1e-18 * (weights[n] as number)) break;
  }
  const total = weights.reduce((x, y) => x + y, 0);
  let waiting = 0;
  let delayed = 0;
  for (const [i, weight] of weights.entries()) {
    if (i < n) continue;
    waiting += ((i - n) * weight) / total;
    delayed += weight / total;
  }
  return { abandoned: (theta * waiting) / lambda, meanWait: waiting / lambda, delayed };
}
