import { z } from 'zod';

/** What holds for the whole house and is no list. Under the id `center`; absent: the defaults. */
export const houseSettingSchema = z.object({
  id: z.literal('center'),
  /** Words that are not on the list of tags may be given. */
  openTags: z.boolean(),
  /** So long before the planned end of somebody's shift they get nothing new; 0: it is theirs alone to say. */
  runOutMs: z.number().int().min(0).max(4 * 3_600_000),
});
export type HouseSetting = z.infer<typeof houseSettingSchema>;
export const HOUSE_SETTING_ID = 'center';
export const DEFAULT_HOUSE_SETTING: HouseSetting = { id: 'center', openTags: true, runOutMs: 30 * 60_000 };
