// Student's t, for intervals over a few independent runs.

/** ln Γ(x), x > 0 (Lanczos). */
function logGamma(x: number): number {
  const c = [76.18009172947146, -86.5053203294168, 24.01409824083091, -1.231739572450155, 0.001208650973866179, -0.000005395239384953];
  let sum = 1.000000000190015;
  for (const [i, value] of c.entries()) sum += value / (x + 1 + i);
  return Math.log((Math.sqrt(2 * Math.PI) * sum) / x) - (x + 5.5) + (x + 0.5) * Math.log(x + 5.5);
}

/** The regularised incomplete beta function. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < 1e-300 ? 1e-300 : d);
  let h = d;
  for (let m = 1; m < 500; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return front * h;
}

/** P(|T| > t) with `df` degrees of freedom. */
export function tTail(t: number, df: number): number {
  return incompleteBeta(df / 2, 0.5, df / (df + t * t));
}

/** The t with P(|T| > t) = `alpha`. */
export function tQuantile(alpha: number, df: number): number {
  let low = 0;
  let high = 1e6;
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (tTail(middle, df) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
