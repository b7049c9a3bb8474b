import { deDesk } from './de-desk.ts';
import { deGuards } from './de-guards.ts';
import { dePlaces } from './de-places.ts';
import { deSending } from './de-sending.ts';

export const de = { ...deDesk, ...deGuards, ...dePlaces, ...deSending };
