import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';
import { KIEL, type Stage } from './stage.ts';
import { act, escape, home, openKiel, rowOf } from './steps.ts';

const agent = (stage: Stage): Page => stage.agent.page;
const lead = (stage: Stage): Page => stage.lead.page;
const trainee = (stage: Stage): Page => stage.trainee.page;
const HINT = 'Frag nach dem Stadtteil, die Technik braucht ihn.';

async function openOfTeam(page: Page, text: string): Promise<void> {
  await home(page);
  await page.getByTestId('tab-team').click();
  await (await rowOf(page, text)).click();
  await expect(page.getByTestId('message').filter({ hasText: text }).first()).toBeVisible();
}

async function whisper(stage: Stage): Promise<void> {
  const board = lead(stage);
  await openOfTeam(board, KIEL);
  await act(board, 'Zuflüstern');
  await board.getByTestId('dialog-whisper').getByRole('textbox').fill(HINT);
  await board.keyboard.press('Control+Enter');
}

/** The trainee at an item of theirs, which nobody lets out unseen. */
async function openAsTrainee(stage: Stage): Promise<void> {
  const page = trainee(stage);
  await stage.center.command('heike', { type: 'agent.setTrainee', v: 1, data: { agentId: 'agent-tjark', trainee: { approverId: 'agent-heike' } } });
  await home(page);
  await page.getByTestId('queue-row').first().click();
  await expect(page.getByTestId('approval-hint')).toBeVisible();
}

/** An answer of the trainee's waits for the lead: asked for only where none does, so that each screen can be looked at alone. */
async function askForApproval(stage: Stage): Promise<void> {
  const page = trainee(stage);
  if ((await page.getByTestId('approval-waits').count()) > 0) return;
  await openAsTrainee(stage);
  await page.keyboard.press('r');
  await page.getByTestId('composer-text').fill('Moin, das sehen wir uns an. Welches Gerät nutzt du gerade?');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('approval-waits')).toBeVisible();
}

async function openApproval(stage: Stage): Promise<void> {
  const page = lead(stage);
  await askForApproval(stage);
  await page.getByTestId('rail-supervisor').click();
  await page.getByTestId('approval-row').getByRole('button').click();
  await expect(page.getByTestId('approval-card')).toBeVisible();
}

async function sendBack(stage: Stage): Promise<void> {
  const page = lead(stage);
  await page.getByTestId('approval-back').click();
  await page.getByTestId('approval-card').getByRole('textbox').last().fill('Bitte noch nach der Postleitzahl fragen.');
  await page.getByTestId('approval-back-confirm').click();
  await expect(trainee(stage).getByTestId('approval-came-back')).toBeVisible();
  await home(page);
}

async function backToOwn(page: Page): Promise<void> {
  await escape(page);
  await page.getByTestId('tab-mine').click();
}

/** What a lead does with others' work, and what of it reaches the desk. */
export const leadScreens: readonly Screen[] = [
  {
    name: 'dialog-reassign',
    of: lead,
    show: async (page) => {
      await openOfTeam(page, KIEL);
      await act(page, 'Offenen Vorgang neu zuweisen');
      await expect(page.getByTestId('dialog-reassign')).toBeVisible();
    },
    leave: backToOwn,
  },
  {
    // Whose answer may be out keeps the item: nothing moves.
    name: 'dialog-under-way',
    onlyAll: true,
    of: lead,
    show: async (page) => {
      await openOfTeam(page, 'längst bezahlt');
      await act(page, 'Offenen Vorgang neu zuweisen');
      await page.getByTestId('dialog-reassign').getByRole('option').first().click();
      await page.getByTestId('dialog-confirm').click();
      await expect(page.getByTestId('dialog-under-way')).toBeVisible();
    },
    leave: backToOwn,
  },
  {
    name: 'dialog-force-state',
    of: lead,
    show: async (page) => {
      await page.getByTestId('rail-supervisor').click();
      await page.getByTestId('people-table').getByRole('button', { name: '^TK' }).click();
      await page.getByTestId('force-state').click();
      await expect(page.getByTestId('dialog-force-state')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-whisper',
    of: lead,
    show: async (page) => {
      await openOfTeam(page, KIEL);
      await act(page, 'Zuflüstern');
      await page.getByTestId('dialog-whisper').getByRole('textbox').fill(HINT);
    },
    leave: backToOwn,
  },
  {
    name: 'whisper',
    shows: ['whisper'],
    of: agent,
    show: async (page, stage) => {
      await openKiel(page);
      await whisper(stage);
      await expect(page.getByTestId('whisper')).toContainText(HINT);
    },
    leave: async (page) => page.getByTestId('whisper-away').click(),
  },
  {
    name: 'whisper-said',
    shows: ['whisper-said'],
    of: lead,
    show: async (page, stage) => {
      await openOfTeam(page, KIEL);
      await expect(page.getByTestId('message').first()).toBeVisible();
      if ((await page.getByTestId('whisper-said').count()) === 0) await whisper(stage);
      await expect(page.getByTestId('whisper-said')).toBeVisible();
    },
    leave: backToOwn,
  },
  {
    name: 'dialog-alert',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await act(page, 'Gefahr melden');
      await expect(page.getByTestId('dialog-alert')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'dialog-switch',
    of: agent,
    show: async (page) => {
      await openKiel(page);
      await page.getByTestId('switch-private').click();
      await expect(page.getByTestId('dialog-switch')).toBeVisible();
    },
    leave: escape,
  },
  { name: 'approval-hint', onlyAll: true, shows: ['approval-hint'], of: trainee, show: async (_, stage) => openAsTrainee(stage) },
  { name: 'approval-waits', onlyAll: true, shows: ['approval-waits'], of: trainee, show: async (_, stage) => askForApproval(stage) },
  {
    name: 'approvals',
    onlyAll: true,
    shows: ['approvals', 'approval-banner'],
    of: lead,
    show: async (page, stage) => {
      await askForApproval(stage);
      await page.getByTestId('rail-supervisor').click();
      await expect(page.getByTestId('approval-row')).toHaveCount(1);
    },
  },
  {
    name: 'approval-card',
    onlyAll: true,
    shows: ['approval-card'],
    of: lead,
    show: async (_, stage) => openApproval(stage),
    // Sent back, so that nothing waits for the lead on the screens behind this one.
    leave: async (_, stage) => sendBack(stage),
  },
  {
    name: 'approval-came-back',
    onlyAll: true,
    shows: ['approval-came-back'],
    of: trainee,
    show: async (page, stage) => {
      if ((await page.getByTestId('approval-came-back').count()) > 0) return;
      await openApproval(stage);
      await sendBack(stage);
    },
  },
];
