import { deDesk } from './de-desk.ts';
import { deGuards } from './de-guards.ts';
import { dePlaces } from './de-places.ts';

export const de = { ...deDesk, ...deGuards, ...dePlaces };
