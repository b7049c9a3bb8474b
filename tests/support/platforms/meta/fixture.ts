import { createFacebookConnector, createInstagramConnector, createMessengerConnector } from '../../../../electron/main/channels/meta/connector.ts';
import { facebookInbound, instagramInbound, messengerInbound } from '../../../../server/channels/meta/inbound.ts';
import { facebookChannel } from '../../../../shared/channels/facebook.ts';
import { instagramChannel } from '../../../../shared/channels/instagram.ts';
import { messengerChannel } from '../../../../shared/channels/messenger.ts';
import type { ChannelFixture, ChannelPost } from '../../../contract/channel.suite.ts';
import { openHookDoor } from '../hook-door.ts';
import { addPhotos } from './photos.ts';
import { MetaPeer } from './peer.ts';

const HANDLE = 'musterkom';
const NAMES: Readonly<Record<string, string>> = { lena: 'Lena K.', jonas: 'Jonas Brandt', nina: 'Nina Vogel' };
const SURFACES = {
  facebook: { descriptor: facebookChannel, create: createFacebookConnector, inbound: facebookInbound, visibilities: ['public'], product: 'page' },
  messenger: { descriptor: messengerChannel, create: createMessengerConnector, inbound: messengerInbound, visibilities: ['private'], product: 'page' },
  instagram: { descriptor: instagramChannel, create: createInstagramConnector, inbound: instagramInbound, visibilities: ['public', 'private'], product: 'instagram' },
} as const;

/** One of the channels of a Facebook page as the shared suite wants it, heard through its hook. */
export async function startMetaFixture(name: keyof typeof SURFACES): Promise<ChannelFixture> {
  const { descriptor, create, inbound, visibilities, product } = SURFACES[name];
  const peer = await MetaPeer.start();
  for (const person of Object.values(NAMES)) peer.model.addPerson(person);
  const token = peer.token();
  const ownId = name === 'instagram' ? peer.model.instagram.id : peer.model.page.id;
  const photos = addPhotos(peer, token);
  const door = await openHookDoor(inbound, `${peer.appSecret}:${peer.verifyToken}`, { [ownId]: HANDLE });
  await peer.hooks.subscribe(product, door.url);
  const platform = name === 'instagram' ? ('instagram' as const) : ('messenger' as const);
  const root = name === 'instagram' ? peer.model.post(peer.model.instagramAuthor, 'Unser neues Netz', 'igMedia') : peer.model.post(peer.model.pageAuthor, 'Unser neues Netz');
  const personOf = (author: string): string => NAMES[author] ?? author;
  const say = async ({ author, text, visibility, inReplyTo }: ChannelPost): Promise<string> =>
    visibility === 'private' ? (await peer.writes(platform, personOf(author), text, inReplyTo)).mid : (await peer.comments(personOf(author), inReplyTo ?? root.id, text)).id;
  const told = {
    edit: async (remoteId: string, text: string): Promise<void> => (peer.model.messages.has(remoteId) ? peer.editsMessage(remoteId, text) : peer.edits(remoteId, text)),
    erase: async (remoteId: string): Promise<void> => (peer.model.messages.has(remoteId) ? peer.unsends(remoteId) : peer.removes(remoteId)),
  };
  return {
    descriptor,
    account: HANDLE,
    connector: create(Date.now),
    target: { accountHandle: HANDLE, credential: JSON.stringify({ accessToken: token }), settings: { remoteId: ownId, apiUrl: peer.url } },
    badCredentials: ['', 'not json', '{}', JSON.stringify({ accessToken: 'wrong' })],
    inboundVisibilities: visibilities,
    say,
    ...told,
    heard: () => door.heard,
    answer: (to, text, visibility) => ({
      parts: [text],
      visibility,
      ...(to.visibility === 'public' ? { inReplyToRemoteId: to.remoteId } : {}),
      ...(to.threadRemoteId === undefined ? {} : { rootRemoteId: to.threadRemoteId }),
      ...(to.visibility === 'public' && visibility === 'private' ? { kind: 'privateReply' as const } : {}),
      recipientRemoteId: to.author.remoteId,
      recipientHandle: to.author.handle,
    }),
    effects: () =>
      Promise.resolve([
        ...[...peer.model.entries.values()].filter((one) => !one.deleted && one.from.id === ownId && one.id !== root.id).map((one) => ({ remoteId: one.id, text: one.message, visibility: 'public' as const, ...(one.parentId === undefined ? {} : { inReplyTo: one.parentId }) })),
        ...[...peer.model.messages.values()].filter((one) => one.fromPage && !one.deleted).map((one) => ({ remoteId: one.mid, text: one.text, visibility: 'private' as const })),
      ]),
    ...(descriptor.media === undefined
      ? {}
      : {
          filesOf: (remoteId: string) => {
            const message = peer.model.messages.get(remoteId);
            if (message !== undefined) return Promise.resolve(message.attachment === undefined ? [] : [{ ...message.attachment, ...(name === 'instagram' ? { name: undefined } : {}) }]);
            const made = peer.http.exchanges.find(({ label, body }) => label.endsWith('/comments') && (body as { id?: string }).id === remoteId);
            const photo = photos.get((made?.json as { attachment_id?: string } | undefined)?.attachment_id ?? '');
            return Promise.resolve(photo === undefined ? [] : [photo]);
          },
          loseUpload: () => Promise.resolve(peer.http.fault({ kind: 'closeAfterEffect', route: name === 'facebook' ? `POST /v23.0/${peer.model.page.id}/photos` : 'POST /v23.0/me/message_attachments' })),
        }),
    faults: ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'],
    fault: (kind) => {
      if (kind === 'rateLimited') peer.writesPerHour = 0;
      else if (kind === 'credentialExpired') peer.expire(token);
      else peer.http.fault({ kind: kind === 'answerLost' ? 'closeAfterEffect' : 'closeBeforeEffect', route: 'POST /v', except: '/message_attachments' });
      return Promise.resolve();
    },
    calm: () => {
      peer.writesPerHour = 4_800;
      peer.restore(token);
      return Promise.resolve();
    },
    stop: async () => {
      await door.close();
      await peer.close();
    },
  };
}
