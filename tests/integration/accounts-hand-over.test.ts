import { beforeEach, describe, expect, test } from 'vitest';
import { safetyNumber } from '../../electron/main/accounts/sealed-box.ts';
import { CREDENTIAL, CustodyWorld, type TestDesk } from '../support/custody-world.ts';

const PEOPLE = [
  { id: 'ada', role: 'admin', teamIds: [] },
  { id: 'ann', role: 'agent', teamIds: ['north'] },
  { id: 'ben', role: 'agent', teamIds: ['north'] },
  { id: 'out', role: 'agent', teamIds: ['south'] },
] as const;
const people = PEOPLE.map((person) => ({ ...person, teamIds: [...person.teamIds] }));

let world: CustodyWorld;
let ada: TestDesk;
let ann: TestDesk;
const syncAll = async (...desks: TestDesk[]): Promise<void> => {
  for (let round = 0; round < 3; round += 1) for (const desk of desks) await desk.custodian.sync();
};
const idOf = (desk: TestDesk): string => desk.custodian.identity.deskId;

beforeEach(async () => {
  world = new CustodyWorld(people);
  ada = await world.desk('ada');
  ann = await world.desk('ann');
  await ann.custodian.sync();
  await ada.custodian.connect(CREDENTIAL, world.platform.current);
});

/** Ada has compared Ann's number and hands over. */
async function handed(...desks: TestDesk[]): Promise<void> {
  await syncAll(...desks, ada);
  for (const desk of desks) await ada.custodian.handOver(CREDENTIAL, idOf(desk));
  await syncAll(ada, ...desks);
}

describe('sealed hand-over', () => {
  test('ACC-3 an entitled desk gets it once a person has compared its number, not before; the server holds nothing it can read', async () => {
    await syncAll(ann, ada);
    expect(await ann.value()).toBeUndefined();
    const waiting = ada.custodian.stateOf(CREDENTIAL)?.desks?.find((desk) => desk.deskId === idOf(ann));
    expect(safetyNumber(Buffer.from(waiting?.publicKey ?? '', 'base64'))).toBe(safetyNumber(ann.custodian.identity.keys.publicKey));
    await ada.custodian.handOver(CREDENTIAL, idOf(ann));
    const kept = JSON.stringify([...world.store.things.values()]);
    expect(kept).toContain('"kind":"box"');
    for (const secret of [world.platform.current, JSON.parse(world.platform.current).access as string, Buffer.from(world.platform.current).toString('base64').slice(0, 24)]) expect(kept).not.toContain(`${secret}"`);
    await syncAll(ann);
    expect(await ann.value()).toBe(world.platform.current);
    expect(ann.changes).toContain('taken');
    // Fetched: it lies there no longer.
    expect([...world.store.things.values()].filter(({ kind }) => kind === 'box')).toEqual([]);
  });

  test('ACC-3 a box stays with the server until its desk comes, over a restart of the server', async () => {
    await syncAll(ann, ada);
    ann.isThere = false;
    await ada.custodian.handOver(CREDENTIAL, idOf(ann));
    world.boot();
    ann.isThere = true;
    await syncAll(ann);
    expect(await ann.value()).toBe(world.platform.current);
  });

  test('ACC-4 who is not entitled is neither named to be sealed for, nor sealed for, nor given a box, nor may lease or seal', async () => {
    const out = await world.desk('out');
    await out.custodian.sync();
    await ada.custodian.sync();
    expect(ada.custodian.stateOf(CREDENTIAL)?.desks?.map(({ agentId }) => agentId)).not.toContain('out');
    expect(out.custodian.stateOf(CREDENTIAL)).toBeUndefined();
    await world.custody.seal(ada.caller(), { credentialId: CREDENTIAL, version: 1, boxes: [{ deskId: idOf(out), sealed: 'A'.repeat(80) }] });
    expect(world.store.things.has(`box\n${idOf(out)}/${CREDENTIAL}`)).toBe(false);
    await expect(world.custody.lease(out.caller(), { credentialId: CREDENTIAL, version: 1 })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(world.custody.seal(out.caller(), { credentialId: CREDENTIAL, version: 2, boxes: [] })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await ann.custodian.sync();
    await expect(world.custody.seal(ann.caller(), { credentialId: CREDENTIAL, version: 2, boxes: [] }), 'entitled, but handing over is for who administers').rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(world.custody.revoke(ann.caller(), { credentialId: CREDENTIAL, agentId: 'ben', revoked: true })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  test('ACC-4 whoever is named to administer the account may hand over, other agents may not', async () => {
    const account = world.entities.get('account', 'acc');
    if (account !== undefined) world.entities.set('account', 'acc', { ...account, rights: { administer: ['ann'] } });
    const ben = await world.desk('ben');
    await syncAll(ben, ada);
    await handed(ann);
    await syncAll(ann, ben);
    expect(ann.custodian.stateOf(CREDENTIAL)?.mayHandOver).toBe(true);
    expect(ben.custodian.stateOf(CREDENTIAL)?.mayHandOver).toBe(false);
    await ann.custodian.handOver(CREDENTIAL, idOf(ben));
    // Ada vouched for Ann, Ann for Ben; Ben has known nobody yet.
    await syncAll(ben);
    expect(await ben.value()).toBe(world.platform.current);
  });

  test('ACC-5 a desk that is known and lacks the latest gets it by itself when one comes that has it and may', async () => {
    await handed(ann);
    await ann.vault.delete(CREDENTIAL);
    await ann.custodian.sync();
    expect(await ann.value()).toBeUndefined();
    await ada.custodian.sync();
    await ann.custodian.sync();
    expect(await ann.value()).toBe(world.platform.current);
    expect(ada.pokes).toBeGreaterThan(0);
  });

  test('ACC-6 taken away: gone from the desk at its next contact, the platform is to give out another, and it does not come back', async () => {
    const ben = await world.desk('ben');
    await handed(ann, ben);
    expect(await ann.value()).toBe(world.platform.current);
    await ada.custodian.revoke(CREDENTIAL, 'ann', true);
    expect(ann.pokes).toBeGreaterThan(0);
    expect(ada.custodian.stateOf(CREDENTIAL)?.rotateSince).toBe(world.now);
    expect(ada.custodian.stateOf(CREDENTIAL)?.revoked).toEqual(['ann']);
    await syncAll(ann, ada, ann);
    expect(await ann.value()).toBeUndefined();
    expect(ann.changes).toContain('deleted');
    expect(await ben.value(), 'the others keep theirs').toBe(world.platform.current);
    // A new credential of the platform settles it, and the one it was taken from does not get it.
    await ada.custodian.connect(CREDENTIAL, '{"access":"new"}');
    await syncAll(ann, ben, ada);
    expect(ada.custodian.stateOf(CREDENTIAL)?.rotateSince).toBeUndefined();
    expect(await ben.value()).toBe('{"access":"new"}');
    expect(await ann.value()).toBeUndefined();
    await ada.custodian.revoke(CREDENTIAL, 'ann', false);
    await syncAll(ann, ada, ann);
    expect(await ann.value()).toBe('{"access":"new"}');
  });

  test('ACC-6 who leaves the team of the account loses it at the next contact', async () => {
    await handed(ann);
    const agent = world.entities.get('agent', 'ann');
    if (agent !== undefined) world.entities.set('agent', 'ann', { ...agent, teamIds: ['south'] });
    await ann.custodian.sync();
    expect(await ann.value()).toBeUndefined();
  });

  test('ACC-7 the audit log says who got what when, in ids only', async () => {
    await handed(ann);
    await ada.custodian.revoke(CREDENTIAL, 'ann', true);
    await ann.custodian.sync();
    const actions = await world.actions();
    for (const wanted of [`desk.registered ${idOf(ann)} ann`, `credential.connected ${CREDENTIAL} ${idOf(ada)}`, `credential.handedOver ${CREDENTIAL} ${idOf(ann)} ann`, `credential.taken ${CREDENTIAL} ${idOf(ann)} ann`, `credential.revoked ${CREDENTIAL} ann`, `credential.deleted ${CREDENTIAL} ${idOf(ann)} ann`]) expect(actions).toContain(wanted);
    expect(world.problems).toEqual([]);
  });
});

describe('an impostor in the server’s place', () => {
  test('ACC-8 that puts its own key in the place of a known desk’s gets nothing: the change is shown, nothing is sealed', async () => {
    await handed(ann);
    const impostor = (await world.desk('ben')).custodian.identity.keys.publicKey.toString('base64');
    ada.bendKeys = (publicKey, deskId) => (deskId === idOf(ann) ? impostor : publicKey);
    await ann.vault.delete(CREDENTIAL);
    await syncAll(ann, ada);
    expect([...world.store.things.values()].filter(({ kind }) => kind === 'box')).toEqual([]);
    const shown = ada.custodian.stateOf(CREDENTIAL)?.desks?.find((desk) => desk.deskId === idOf(ann));
    expect(ada.trusted.of(idOf(ann), shown?.publicKey ?? '')).toBe('changed');
    await ada.custodian.connect(CREDENTIAL, '{"access":"next"}');
    expect([...world.store.things.values()].filter(({ kind }) => kind === 'box')).toEqual([]);
  });

  test('ACC-8 that invents a desk for a person is shown a number nobody has compared: nothing is sealed for it', async () => {
    await handed(ann);
    const invented = await world.desk('ben');
    await invented.custodian.sync();
    await syncAll(ada);
    await ada.custodian.connect(CREDENTIAL, '{"access":"next"}');
    await syncAll(ann, invented);
    expect(await ann.value()).toBe('{"access":"next"}');
    expect(await invented.value()).toBeUndefined();
  });

  test('ACC-8 cannot push a credential of its own: a box of a sender nobody vouched for waits for a person', async () => {
    await handed(ann);
    const stranger = await world.desk('ada');
    await stranger.custodian.sync();
    await stranger.trusted.pin([{ deskId: idOf(ann), publicKey: ann.custodian.identity.keys.publicKey.toString('base64') }]);
    await stranger.custodian.connect(CREDENTIAL, '{"url":"https://evil.example"}');
    await syncAll(ann);
    expect(await ann.value()).toBe(world.platform.current);
    const from = ann.custodian.unprovenOf(CREDENTIAL);
    expect(from).toMatchObject({ deskId: idOf(stranger), changed: false });
    // A person may accept it after all: then it counts.
    await ann.custodian.accept(CREDENTIAL);
    expect(await ann.value()).toBe('{"url":"https://evil.example"}');
    expect(ann.custodian.unprovenOf(CREDENTIAL)).toBeUndefined();
  });

  test('ACC-8 cannot give a desk an older version, or the same box as another account’s', async () => {
    await handed(ann);
    const [key, box] = [`box\n${idOf(ann)}/${CREDENTIAL}`, { credentialId: CREDENTIAL, deskId: idOf(ann), version: 99, sealed: 'A'.repeat(200), fromDeskId: idOf(ada), fromKey: ada.custodian.identity.keys.publicKey.toString('base64'), fromAgentId: 'ada', at: 1 }];
    world.store.things.set(key as string, { kind: 'box', key: `${idOf(ann)}/${CREDENTIAL}`, value: JSON.stringify(box) });
    world.boot();
    await syncAll(ann);
    expect(await ann.value()).toBe(world.platform.current);
    expect(ann.warnings.join('\n')).toContain('does not open');
  });

  test('ACC-8 a desk’s name under another key is refused by an honest server', async () => {
    await expect(world.custody.report(ann.caller(), { deskId: idOf(ann), publicKey: ada.custodian.identity.keys.publicKey.toString('base64'), holds: [] })).rejects.toMatchObject({ code: 'DESK_KEY_CHANGED' });
    await expect(world.custody.report(ada.caller(), { deskId: idOf(ann), publicKey: ann.custodian.identity.keys.publicKey.toString('base64'), holds: [] })).rejects.toMatchObject({ code: 'DESK_KEY_CHANGED' });
  });
});
