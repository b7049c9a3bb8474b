import { z } from 'zod';
import { addressFormSchema } from '../domain/channel.ts';
import { contactSchema } from '../domain/contact.ts';
import { bodyRefSchema, contactIdSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

export const contactCreated = defineEvent('contact.created', contactSchema.pick({ id: true, profileRef: true, identityKeys: true, createdAt: true }));
export const contactProfileChanged = defineEvent('contact.profileChanged', z.object({ contactId: contactIdSchema, profileRef: bodyRefSchema }));
export const contactAddressFormSet = defineEvent('contact.addressFormSet', z.object({ contactId: contactIdSchema, addressForm: addressFormSchema }));
