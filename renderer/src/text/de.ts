import { deDesk } from './de-desk.ts';
import { dePlaces } from './de-places.ts';

export const de = { ...deDesk, ...dePlaces };
