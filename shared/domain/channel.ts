import { z } from 'zod';

/** Name of a channel; what it can do stands in its descriptor, never in its name. */
export type ChannelName = string;
export const channelNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower case letters, digits and -');

export const visibilitySchema = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof visibilitySchema>;

export const addressFormSchema = z.enum(['du', 'sie', 'none']);
export type AddressForm = z.infer<typeof addressFormSchema>;
