import { beforeEach, describe, expect, test } from 'vitest';
import { CREDENTIAL, CustodyWorld, type TestDesk } from '../support/custody-world.ts';

const people = (['ada', 'ann', 'ben'] as const).map((id) => ({ id, role: id === 'ada' ? ('admin' as const) : ('agent' as const), teamIds: ['north'] }));
let world: CustodyWorld;
let desks: TestDesk[];
const syncAll = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) for (const desk of desks) await desk.custodian.sync();
};
const [ADA, ANN, BEN] = [0, 1, 2];
const desk = (no: number): TestDesk => desks[no] as TestDesk;

beforeEach(async () => {
  world = new CustodyWorld(people);
  desks = [await world.desk('ada'), await world.desk('ann'), await world.desk('ben')];
  await syncAll();
  await desk(ADA).custodian.connect(CREDENTIAL, world.platform.current);
  await syncAll();
  for (const no of [ANN, BEN]) await desk(ADA).custodian.handOver(CREDENTIAL, desk(no).custodian.identity.deskId);
  await syncAll();
  for (const one of desks) expect(await one.value()).toBe(world.platform.current);
});

/** As the outbox does it: use what there is; where it is refused, ask for another. Gives what the platform took. */
async function use(one: TestDesk): Promise<string | undefined> {
  for (let tries = 0; tries < 4; tries += 1) {
    const value = await one.custodian.get(CREDENTIAL);
    if (world.platform.accepts(value)) return value;
    if (value !== undefined && !(await one.custodian.recover(CREDENTIAL, value))) return undefined;
  }
  return undefined;
}

describe('renewing a token that rotates', () => {
  test('ACC-9 one desk renews: stored, handed to all, then used; the others get theirs without asking the platform', async () => {
    const before = world.platform.current;
    await desk(ANN).vault.put(CREDENTIAL, { ...(await desk(ANN).vault.get(CREDENTIAL))!, expiresAt: world.now + 1_000 });
    expect(await use(desk(ANN))).toBe(world.platform.current);
    expect(world.platform.current).not.toBe(before);
    await syncAll();
    for (const one of desks) expect(await one.value()).toBe(world.platform.current);
    expect(world.platform.renewals).toBe(1);
  });

  test('ACC-10 a desk whose token is refused asks first whether somebody else has renewed it', async () => {
    await desk(ANN).vault.put(CREDENTIAL, { ...(await desk(ANN).vault.get(CREDENTIAL))!, expiresAt: world.now });
    expect(await use(desk(ANN))).toBe(world.platform.current);
    // Ben has heard nothing and sends with the old one.
    expect(await desk(BEN).value()).not.toBe(world.platform.current);
    expect(await use(desk(BEN))).toBe(world.platform.current);
    expect(world.platform.renewals).toBe(1);
    expect(world.platform.revoked).toBe(false);
  });

  test('ACC-9 all desks at once: one renewal, the others wait for it', async () => {
    for (const one of desks) await one.vault.put(CREDENTIAL, { ...(await one.vault.get(CREDENTIAL))!, expiresAt: world.now });
    const used = await Promise.all(desks.map((one) => use(one)));
    expect(used).toEqual([world.platform.current, world.platform.current, world.platform.current]);
    expect(world.platform.renewals).toBe(1);
    expect(world.platform.revoked).toBe(false);
  });

  test('ACC-11 killed before any step, and come back: nobody uses what the others do not have, the family lives, and all end with the same token', async () => {
    // How many steps a renewal has is counted on one that goes well.
    await desk(ANN).vault.put(CREDENTIAL, { ...(await desk(ANN).vault.get(CREDENTIAL))!, expiresAt: world.now });
    desk(ANN).steps = 0;
    await use(desk(ANN));
    const steps = desk(ANN).steps;
    expect(steps).toBeGreaterThanOrEqual(5);
    const seen = new Set<string>();
    for (let dies = 1; dies <= steps + 1; dies += 1) {
      await syncAll();
      const ann = desk(ANN);
      await ann.vault.put(CREDENTIAL, { ...(await ann.vault.get(CREDENTIAL))!, expiresAt: world.now });
      ann.steps = 0;
      ann.diesBefore = dies;
      await use(ann).catch(() => undefined);
      seen.add(JSON.stringify({ dead: ann.isDead, shared: (await ann.vault.get(CREDENTIAL).catch(() => undefined))?.unshared === undefined }));
      await ann.restart();
      expect(await use(ann), `killed before step ${dies}`).toBe(world.platform.current);
      await syncAll();
      for (const one of desks) {
        expect(await use(one), `killed before step ${dies}`).toBe(world.platform.current);
        expect(await one.value(), `killed before step ${dies}`).toBe(world.platform.current);
      }
      expect(world.platform.revoked, `killed before step ${dies}`).toBe(false);
    }
    // The walk did pass the moment in which a token was stored and not yet handed on.
    expect([...seen].map((one) => JSON.parse(one) as { dead: boolean; shared: boolean })).toContainEqual({ dead: true, shared: false });
  });

  test('ACC-11 what was renewed and not handed on is not used, also while the server is away', async () => {
    const ann = desk(ANN);
    await ann.vault.put(CREDENTIAL, { value: '{"access":"mine alone"}', version: 9, unshared: 'renewed' });
    ann.isThere = false;
    expect(await ann.custodian.get(CREDENTIAL)).toBeUndefined();
  });

  test('ACC-12 a desk that dies with the lease holds up nobody for long: its lease ends and another renews', async () => {
    const ann = desk(ANN);
    await world.custody.lease(ann.caller(), { credentialId: CREDENTIAL, version: (await ann.vault.get(CREDENTIAL))!.version });
    ann.isDead = true;
    const ben = desk(BEN);
    await ben.vault.put(CREDENTIAL, { ...(await ben.vault.get(CREDENTIAL))!, expiresAt: world.now });
    const held = await world.custody.lease(ben.caller(), { credentialId: CREDENTIAL, version: (await ben.vault.get(CREDENTIAL))!.version });
    expect(held).toMatchObject({ kind: 'held', name: 'ANN' });
    world.now += 60_001;
    expect(await use(ben)).toBe(world.platform.current);
    expect(world.platform.renewals).toBe(1);
  });

  test('ACC-12 an answer lost at the platform, the lease ended, another desk renews with the token before: both end with the same', async () => {
    const [, ann, ben] = desks as [TestDesk, TestDesk, TestDesk];
    world.platform.loseAnswers = 1;
    await ann.vault.put(CREDENTIAL, { ...(await ann.vault.get(CREDENTIAL))!, expiresAt: world.now });
    await ann.custodian.get(CREDENTIAL);
    expect((await ann.vault.get(CREDENTIAL))?.renewing).toBeDefined();
    world.now += 60_001;
    await ben.vault.put(CREDENTIAL, { ...(await ben.vault.get(CREDENTIAL))!, expiresAt: world.now });
    expect(await use(ben)).toBe(world.platform.current);
    await syncAll();
    expect(await use(ann)).toBe(world.platform.current);
    expect(world.platform.revoked).toBe(false);
  });

  test('ACC-13 a family the platform has revoked: said plainly, asked but once, and a new sign-in heals every desk', async () => {
    const [ada, ann] = desks as [TestDesk, TestDesk, TestDesk];
    world.platform.revoked = true;
    const renewals = world.platform.renewals;
    expect(await use(ann)).toBeUndefined();
    expect(ann.custodian.isRefused(CREDENTIAL)).toBe(true);
    expect(await use(ann)).toBeUndefined();
    expect(world.platform.renewals - renewals).toBe(1);
    world.platform.revoked = false;
    world.platform.generation = 50;
    await ada.custodian.connect(CREDENTIAL, world.platform.current);
    await syncAll();
    for (const one of desks) expect(await use(one)).toBe(world.platform.current);
    expect(ann.custodian.isRefused(CREDENTIAL)).toBe(false);
  });

  test('ACC-9 the server anew in the middle of a renewal: the desk brings what the platform gave out', async () => {
    const ann = desk(ANN);
    const stored = (await ann.vault.get(CREDENTIAL))!;
    const lease = await world.custody.lease(ann.caller(), { credentialId: CREDENTIAL, version: stored.version });
    const renewal = await world.platform.renew(stored.value);
    if (renewal.kind !== 'fresh' || lease.kind !== 'granted') throw new Error('not renewed');
    await ann.vault.put(CREDENTIAL, { value: renewal.credential, version: stored.version + 1, unshared: 'renewed' });
    world.boot();
    await ann.custodian.sync();
    expect(await use(ann)).toBe(world.platform.current);
    await syncAll();
    for (const one of desks) expect(await one.value()).toBe(world.platform.current);
  });
});
