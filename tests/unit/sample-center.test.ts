import { OWN_SESSION_CREDENTIAL } from '../../shared/domain/own-credential.ts';
import { describe, expect, it } from 'vitest';
import { readCommand, envelopeOf } from '../../shared/commands/index.ts';
import { getChannel } from '../../shared/channels/index.ts';
import { accountInputSchema } from '../../sandbox/schemas.ts';
import { chooseQueue } from '../../server/ingest/queue-choice.ts';
import { extraPeople, HANDLES, PLATFORM_BRANDS, SAMPLE_CENTER, seedBootstrap, seedCommands } from '../../tools/sample/center.ts';
import { furnishing } from '../../tools/sample/furnishing.ts';
import { CoreWorld } from '../support/core-world.ts';
import { KIEL_OUTAGE, SAMPLE_POSTS, type Topic } from '../../tools/sample/texts/index.ts';

const { teams, skills, queues, accounts, people } = SAMPLE_CENTER;
const everyone = [...people, ...extraPeople(100)];
const QUEUE_OF: Record<Topic, string> = {
  mobile: 'queue-mobilfunk',
  fixed: 'queue-festnetz',
  tv: 'queue-tv',
  billing: 'queue-vertrag',
  general: 'queue-allgemein',
};

describe('the sample center', () => {
  it('is made of commands the server takes, word for word', () => {
    const commands = seedCommands(everyone);
    for (const command of commands) expect(readCommand(envelopeOf(command))).toMatchObject({ ok: true, command });
    expect(commands).toHaveLength(teams.length + skills.length + accounts.length + queues.length + everyone.length + 2);
  });

  it('gives every person a sign-in under their own name, role and agent', () => {
    const { commands, users } = seedBootstrap((person) => `secret of ${person.signInName}`);
    expect(commands.every((command) => readCommand(JSON.parse(JSON.stringify(command))).ok)).toBe(true);
    expect(users).toHaveLength(people.length);
    expect(users.find((user) => user.name === 'heike')).toEqual({
      name: 'heike',
      password: 'secret of heike',
      role: 'supervisor',
      agentId: 'agent-heike',
    });
    const agents = new Set(people.map(({ agent }) => agent.id));
    expect(users.filter((user) => !agents.has(user.agentId))).toEqual([]);
  });

  it('names only teams, skills, accounts and channels that exist', () => {
    const known = new Set<string>([...teams, ...skills, ...accounts].map((one) => one.id ?? ''));
    const named = [
      ...queues.flatMap((queue) => [...queue.teamIds, ...queue.match.accountIds, ...queue.needs.map((need) => need.skillId)]),
      ...accounts.flatMap((account) => account.teamIds),
      ...everyone.flatMap(({ agent }) => [...agent.teamIds, ...agent.skills.map((skill) => skill.skillId)]),
    ];
    expect(named.filter((id) => !known.has(id ?? ''))).toEqual([]);
    for (const account of accounts) expect(getChannel(account.channel)).toBeDefined();
  });

  it('tells people apart by id, sign-in name and initials', () => {
    for (const of of [
      (one: (typeof everyone)[number]) => one.agent.id,
      (one: (typeof everyone)[number]) => one.signInName,
      (one: (typeof everyone)[number]) => one.agent.initials,
    ]) {
      expect(new Set(everyone.map(of)).size).toBe(everyone.length);
    }
    const roles = (role: string): number => people.filter(({ agent }) => agent.role === role).length;
    expect([roles('agent') >= 8, roles('supervisor') >= 1, roles('admin') >= 1]).toEqual([true, true, true]);
    expect(new Set(people.map(({ agent }) => agent.place))).toEqual(new Set(['office', 'home']));
  });

  it('has at least two agents for every queue, in each team that works it', () => {
    for (const queue of queues) {
      for (const teamId of queue.teamIds) {
        const able = people.filter(
          ({ agent }) =>
            agent.role === 'agent' &&
            agent.teamIds.includes(teamId) &&
            queue.needs.every((need) => agent.skills.some((skill) => skill.skillId === need.skillId && skill.level >= need.minLevel)),
        );
        expect({ queue: queue.id, teamId, able: able.length >= 2 }).toEqual({ queue: queue.id, teamId, able: true });
      }
    }
  });

  it('gives every post a queue, most German ones that of their topic, and all English ones the English desk', () => {
    expect(queues.at(-1)?.match).toEqual({ accountIds: [], terms: [] });
    expect(queues.map((queue) => queue.order)).toEqual(queues.map((queue) => queue.order).toSorted((a, b) => a - b));
    const german = SAMPLE_POSTS.filter((post) => post.language === 'de');
    const right = german.filter(
      (post) => chooseQueue(queues, 'account-hilft', `@${HANDLES.german} ${post.text}`)?.id === QUEUE_OF[post.topic],
    );
    expect(right.length / german.length).toBeGreaterThan(0.8);
    for (const id of Object.values(QUEUE_OF)) expect(right.some((post) => QUEUE_OF[post.topic] === id)).toBe(true);
    for (const post of SAMPLE_POSTS.filter((one) => one.language === 'en'))
      expect(chooseQueue(queues, 'account-help', post.text)?.id).toBe('queue-english');
    for (const text of ['Hallo', 'Rechnung']) expect(chooseQueue(queues, 'account-chat', text)?.id).toBe('queue-chat');
    expect(chooseQueue(queues, 'account-tv', `@${HANDLES.tv} geht nicht`)?.id).toBe('queue-tv');
    expect(KIEL_OUTAGE.filter((text) => chooseQueue(queues, 'account-hilft', text)?.id === 'queue-festnetz').length).toBeGreaterThan(20);
  });

  it('has the brand accounts on the platform that the center reads', () => {
    for (const brand of PLATFORM_BRANDS) expect(accountInputSchema.parse(brand)).toEqual(brand);
    // The web chat is the center's own platform.
    const elsewhere = accounts.filter((account) => account.credentialId !== OWN_SESSION_CREDENTIAL);
    expect(elsewhere).toHaveLength(accounts.length - 1);
    expect(PLATFORM_BRANDS.map((brand) => brand.handle).toSorted()).toEqual(elsewhere.map((account) => account.handle).toSorted());
  });

  it('is furnished by one change that the house takes, and no queue opens at other hours for it', async () => {
    const { center, commands } = (await CoreWorld.start()).core;
    for (const command of [...seedCommands(), furnishing(queues)]) expect(await commands.run({ agentId: 'system', role: 'admin', replicaId: 'setup' }, command)).toMatchObject({ status: 'accepted' });
    const { committed } = center;
    expect(queues.map(({ id }) => committed.get('calendar', committed.get('queue', id ?? '')?.calendarId ?? '')?.name)).not.toContain(undefined);
    for (const queue of queues) expect(committed.get('queue', queue.id ?? '')?.hours).toEqual(queue.hours);
    expect(committed.all('tag').size).toBeGreaterThan(3);
  });
});
