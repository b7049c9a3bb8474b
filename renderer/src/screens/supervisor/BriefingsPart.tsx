import type { ReactNode } from 'react';
import type { Briefing } from '../../../../shared/domain/briefing.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** Beside the board: what people have to know, and who has read it. */
export function BriefingsPart(): ReactNode {
  const { t, f } = useText();
  const briefings = useCenter((state) => state.briefings);
  const now = useMinute();
  const current = [...briefings.values()].filter((one) => one.untilAt > now).toSorted((a, b) => b.at - a.at);
  return (
    <section className="aside-part" aria-labelledby="briefings-title" data-testid="briefings-part">
      <h2 id="briefings-title">{t('briefing.title')}</h2>
      {current.length === 0 && <p className="muted">{t('briefing.none')}</p>}
      {current.map((briefing) => (
        <BriefingLine key={briefing.id} briefing={briefing} until={f.moment(briefing.untilAt, now)} />
      ))}
      <div className="aside-actions">
        <Button onPress={() => openDialog({ kind: 'writeBriefing' })} testId="write-briefing">
          {t('briefing.new')}
        </Button>
      </div>
    </section>
  );
}

function BriefingLine({ briefing, until }: { readonly briefing: Briefing; readonly until: string }): ReactNode {
  const { t } = useText();
  const agents = useCenter((state) => state.agents);
  const reads = useCenter((state) => state.briefingReads.get(briefing.id));
  const read = new Set((reads?.readBy ?? []).flatMap((one) => (one.version === briefing.version ? [one.agentId as string] : [])));
  // Who is at work and has not: those a lead can ask now.
  const meant = [...agents.values()].filter((agent) => !agent.disabled && agent.state !== 'offDuty' && (briefing.teamIds.length === 0 || agent.teamIds.some((id) => briefing.teamIds.includes(id))));
  const open = meant.filter((agent) => !read.has(agent.id));
  return (
    <div className="card" data-testid="briefing-line">
      <strong>{briefing.title}</strong>
      <p className="muted">
        {t('briefing.until', until)} · {t('briefing.readBy', read.size)}
        {open.length > 0 && <> · {t('briefing.open', open.map((agent) => `^${agent.initials}`).join(', '))}</>}
      </p>
      <div className="aside-actions">
        <Button isSmall look="quiet" onPress={() => openDialog({ kind: 'writeBriefing', briefingId: briefing.id })}>
          {t('briefing.change')}
        </Button>
        <Button isSmall look="quiet" onPress={() => void runCommand({ type: 'briefing.end', data: { id: briefing.id } })}>
          {t('briefing.end')}
        </Button>
      </div>
    </div>
  );
}
