import { deAccounts } from './de-accounts.ts';
import { deDesktop } from './de-desktop.ts';
import { deDesk } from './de-desk.ts';
import { deGuards } from './de-guards.ts';
import { deQuestions } from './de-questions.ts';
import { deReading } from './de-reading.ts';
import { deKnowledge } from './de-knowledge.ts';
import { dePost } from './de-post.ts';
import { dePeople } from './de-people.ts';
import { deMany } from './de-many.ts';
import { deRouting } from './de-routing.ts';
import { dePlaces } from './de-places.ts';
import { deSending } from './de-sending.ts';
import { deStorage } from './de-storage.ts';
import { deSwitch } from './de-switch.ts';
import { deVisitor } from './de-visitor.ts';
import { deWatch } from './de-watch.ts';

export const de = { ...deAccounts, ...deDesk, ...deDesktop, ...deGuards, ...deKnowledge, ...dePeople, ...dePost, ...deQuestions, ...deReading, ...deMany, ...deRouting, ...dePlaces, ...deSending, ...deStorage, ...deSwitch, ...deVisitor, ...deWatch };
