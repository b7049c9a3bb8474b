import { FEWEST_PEOPLE, type HelpFigures } from '../../shared/domain/service-report.ts';
import type { CountedHelp } from './figure-store.ts';
import { spansOf, type Reckoning } from './figures.ts';

/** REP-15: adds up help that was asked of leads: a period, or the part of it under one channel, tag, person … */
export class HelpCell {
  /** Who asked, and who reacted. */
  readonly people = new Set<string>();
  readonly #spans: number[] = [];
  readonly #ended = { taken: 0, answered: 0, givenBack: 0, withdrawn: 0 };
  #raised = 0;
  #open = 0;
  #longestOpenMs: number | undefined;
  #timed = 0;
  #late = 0;
  #byStandIn = 0;

  add(help: CountedHelp, { now, clock }: Pick<Reckoning, 'now' | 'clock'>): void {
    this.#raised += 1;
    this.people.add(help.agentId);
    if (help.how === undefined || help.endedAt === undefined) {
      this.#open += 1;
      this.#longestOpenMs = Math.max(this.#longestOpenMs ?? 0, now - help.at);
      if (now <= help.dueAt) return;
      this.#timed += 1;
      this.#late += 1;
      return;
    }
    this.#ended[help.how] += 1;
    // Taken back, nobody had to react any more.
    if (help.how === 'withdrawn') return;
    if (help.byAgentId !== undefined) this.people.add(help.byAgentId);
    this.#timed += 1;
    if (help.endedAt > help.dueAt) this.#late += 1;
    if (help.standInId !== undefined && help.byAgentId === help.standInId) this.#byStandIn += 1;
    this.#spans.push((clock === 'business' ? help.openMs : help.wallMs) ?? 0);
  }

  get tellsOfFew(): boolean {
    return this.people.size > 0 && this.people.size < FEWEST_PEOPLE;
  }

  figures(isWithheld: boolean): HelpFigures {
    const volume = { raised: this.#raised, open: this.#open, ...(this.#longestOpenMs === undefined ? {} : { longestOpenMs: this.#longestOpenMs }) };
    return isWithheld ? volume : { ...volume, served: { ...this.#ended, timed: this.#timed, late: this.#late, byStandIn: this.#byStandIn, response: spansOf(this.#spans) } };
  }
}
