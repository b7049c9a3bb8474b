import type { de } from './de.ts';
import { enAccounts } from './en-accounts.ts';
import { enDesktop } from './en-desktop.ts';
import { enDesk } from './en-desk.ts';
import { enGuards } from './en-guards.ts';
import { enQuestions } from './en-questions.ts';
import { enReading } from './en-reading.ts';
import { enHouse } from './en-house.ts';
import { enInvite } from './en-invite.ts';
import { enKnowledge } from './en-knowledge.ts';
import { enPost } from './en-post.ts';
import { enPeople } from './en-people.ts';
import { enLead } from './en-lead.ts';
import { enMany } from './en-many.ts';
import { enReports } from './en-reports.ts';
import { enRouting } from './en-routing.ts';
import { enPlaces } from './en-places.ts';
import { enSending } from './en-sending.ts';
import { enShift } from './en-shift.ts';
import { enStorage } from './en-storage.ts';
import { enSupervision } from './en-supervision.ts';
import { enSwitch } from './en-switch.ts';
import { enTools } from './en-tools.ts';
import { enVisitor } from './en-visitor.ts';
import { enWall } from './en-wall.ts';
import { enWatch } from './en-watch.ts';

/** A missing or surplus key does not compile. */
export const en: typeof de = { ...enAccounts, ...enDesk, ...enDesktop, ...enGuards, ...enHouse, ...enInvite, ...enKnowledge, ...enPeople, ...enPost, ...enQuestions, ...enReading, ...enLead, ...enMany, ...enReports, ...enRouting, ...enSupervision, ...enPlaces, ...enSending, ...enShift, ...enStorage, ...enSwitch, ...enTools, ...enVisitor, ...enWall, ...enWatch };
