export type ZoomStep = 'in' | 'out' | 'reset';

/** As browsers step, in percent. */
const STEPS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

export function nextZoom(percent: number | undefined, step: ZoomStep): number {
  const now = percent ?? 100;
  if (step === 'reset') return 100;
  return (step === 'in' ? STEPS.find((one) => one > now) : STEPS.findLast((one) => one < now)) ?? now;
}
