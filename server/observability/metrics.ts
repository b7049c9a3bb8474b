import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds, from a fast commit to a stalled disk. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The server's figures. Labels take a few fixed values only: an id as a label would grow without end and name people.
 * Times are observed in seconds, as Prometheus wants them.
 */
export function createMetrics(options: { withProcess?: boolean | undefined } = {}) {
  const registry = new Registry();
  const registers = [registry];
  if (options.withProcess !== false) collectDefaultMetrics({ register: registry, prefix: 'leitstand_' });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter<L>({ name: `leitstand_${name}`, help, labelNames: [...labelNames], registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name: `leitstand_${name}`, help, labelNames: [...labelNames], registers });
  const seconds = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Histogram<L>({ name: `leitstand_${name}_seconds`, help, labelNames: [...labelNames], buckets: SECONDS, registers });

  return {
    registry,
    /** For figures of a part's own; names get the prefix, and times the suffix `_seconds`. */
    counter,
    gauge,
    seconds,
    eventsAppended: counter('events_appended_total', 'Events the disk has taken', ['type']),
    appendSeconds: seconds('append', 'From handing a batch to the log until the disk has it'),
    appendFailures: counter('append_failures_total', 'Appends the log refused, by error code', ['code']),
    logHead: gauge('log_head', 'Number of the last event'),
    inbound: counter('inbound_total', 'Inbound messages by channel and outcome', ['channel', 'outcome']),
    commands: counter('commands_total', 'Commands by kind and outcome', ['command', 'outcome']),
    commandSeconds: seconds('command', "From a command's arrival to its answer", ['command']),
    sockets: gauge('sockets', 'Desks connected'),
    visitors: gauge('chat_visitors', 'Pages of web chat visitors connected'),
    mails: counter('mails_total', 'Mails of the server’s own by outcome', ['outcome']),
    framesPushed: counter('frames_pushed_total', 'Frames sent to desks'),
    refusals: counter('refusals_total', 'What was refused at a door, by door and error code', ['door', 'code']),
    signIns: counter('sign_ins_total', 'Sign-ins by outcome', ['outcome']),
    queueLength: gauge('queue_length', 'Work items waiting', ['queue']),
    permits: counter('permits_total', 'Permits to send by outcome', ['outcome']),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Runs `work` and observes how long it took, however it ends. `steady`: a clock in ms that never runs backwards. */
export async function timed<T>(histogram: { observe(value: number): void }, steady: () => number, work: () => Promise<T>): Promise<T> {
  const startedAt = steady();
  try {
    return await work();
  } finally {
    histogram.observe((steady() - startedAt) / 1000);
  }
}
