import { describe, expect, it } from 'vitest';
import { amfObject, avmPlus, strictArray } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import type { SharedObjectEvent, SharedObjectMessage } from '../message/shared-object-message.ts';
import { SharedObjects } from './shared-objects.ts';

const USE: SharedObjectEvent = { type: 'use' };
const RELEASE: SharedObjectEvent = { type: 'release' };
const SYNCED: readonly SharedObjectEvent[] = [{ type: 'useSuccess' }, { type: 'clear' }];

function change(slot: string, value: AmfValue): SharedObjectEvent {
  return { type: 'requestChange', slot, value };
}

function remove(slot: string): SharedObjectEvent {
  return { type: 'requestRemove', slot };
}

function send(...values: AmfValue[]): SharedObjectEvent {
  return { type: 'sendMessage', handler: 'hi', values };
}

function said(code: string): SharedObjectEvent {
  return { type: 'status', code: `SharedObject.${code}`, level: 'error' };
}

function chat(version: number, events: readonly SharedObjectEvent[], isPersistent = false): SharedObjectMessage {
  return { name: 'chat', version, isPersistent, events };
}

/** Objects of one application, as its clients see them. */
class Stage {
  readonly objects: SharedObjects<string>;

  constructor(limits?: ConstructorParameters<typeof SharedObjects>[0]) {
    this.objects = new SharedObjects(limits);
  }

  /** What `owner` says of "chat", and who hears what. */
  says(owner: string, ...events: SharedObjectEvent[]) {
    return this.objects.receive('app', owner, chat(0, events));
  }

  saysOf(name: string, owner: string, ...events: SharedObjectEvent[]) {
    return this.objects.receive('app', owner, { ...chat(0, events), name });
  }

  /** Those that use "chat" already. */
  with(...owners: string[]): this {
    for (const owner of owners) this.says(owner, USE);
    return this;
  }

  get chat() {
    return this.objects.find('app', 'chat');
  }
}

describe('SharedObjects (7.1.3, MSG-10)', () => {
  it('answers the first Use with UseSuccess and Clear (VEC-MSG-4)', () => {
    expect(new Stage().says('a', USE)).toEqual([{ to: ['a'], message: chat(0, SYNCED) }]);
  });

  it('tells the next user all slots, in their order', () => {
    const stage = new Stage().with('a');
    stage.says('a', change('n', 5), change('m', 'x'));
    const all: SharedObjectEvent = {
      type: 'change',
      slots: [
        ['n', 5],
        ['m', 'x'],
      ],
    };
    expect(stage.says('b', USE)).toEqual([{ to: ['b'], message: chat(1, [...SYNCED, all]) }]);
    expect(stage.says('b', USE)).toHaveLength(1);
    expect(stage.chat?.users).toEqual(new Set(['a', 'b']));
  });

  it('answers RequestChange with Success, and tells the others (VEC-MSG-5)', () => {
    const stage = new Stage().with('a', 'b', 'c');
    expect(stage.says('b', change('n', 5))).toEqual([
      { to: ['b'], message: chat(1, [{ type: 'success', slot: 'n' }]) },
      { to: ['a', 'c'], message: chat(1, [{ type: 'change', slots: [['n', 5]] }]) },
    ]);
  });

  it('raises the version once for a message, and only when slots change', () => {
    const stage = new Stage().with('a');
    stage.says('a', change('n', 1), change('n', 2), remove('n'));
    expect(stage.chat?.version).toBe(1);
    stage.says('a', send(), remove('n'), change('n', null), USE);
    expect(stage.chat?.version).toBe(1);
  });

  it('answers RequestRemove with Remove, and tells the others if there was such a slot', () => {
    const stage = new Stage().with('a', 'b');
    stage.says('a', change('n', 5));
    const removed: SharedObjectEvent[] = [{ type: 'remove', slot: 'n' }];
    expect(stage.says('a', remove('n'))).toEqual([
      { to: ['a'], message: chat(2, removed) },
      { to: ['b'], message: chat(2, removed) },
    ]);
    expect(stage.says('a', remove('n'))).toEqual([{ to: ['a'], message: chat(2, removed) }]);
  });

  it.each([null, undefined])('takes a change to %s for a removal', (value) => {
    const stage = new Stage().with('a', 'b');
    stage.says('a', change('n', 5));
    expect(stage.says('a', change('n', value))).toEqual([
      { to: ['a'], message: chat(2, [{ type: 'success', slot: 'n' }]) },
      { to: ['b'], message: chat(2, [{ type: 'remove', slot: 'n' }]) },
    ]);
    expect(stage.chat?.slots.size).toBe(0);
  });

  it('hands SendMessage to all users, the sender among them', () => {
    const stage = new Stage().with('a', 'b');
    expect(stage.says('a', send(1, 'x'))).toEqual([
      { to: ['a'], message: chat(0, [send(1, 'x')]) },
      { to: ['b'], message: chat(0, [send(1, 'x')]) },
    ]);
  });

  it('lets go of a temporary object with its last user', () => {
    const stage = new Stage().with('a', 'b');
    stage.says('a', change('n', 1), RELEASE);
    expect(stage.chat?.users).toEqual(new Set(['b']));
    expect(stage.says('b', RELEASE)).toEqual([]);
    expect([...stage.objects.objects()]).toEqual([]);
    expect(stage.says('b', USE)).toEqual([{ to: ['b'], message: chat(0, SYNCED) }]);
  });

  it('takes a user that is gone out of every object', () => {
    const stage = new Stage().with('a', 'b');
    stage.saysOf('other', 'a', USE);
    for (const gone of ['a', 'stranger']) stage.objects.leave(gone);
    expect([...stage.objects.objects()].map(({ name, users }) => [name, [...users]])).toEqual([['chat', ['b']]]);
    expect(stage.says('b', change('n', 1))).toHaveLength(1);
  });

  it('keeps objects of different scopes apart', () => {
    const { objects } = new Stage();
    objects.receive('a', 'x', chat(0, [USE, change('n', 1)]));
    expect(objects.receive('b', 'y', chat(0, [USE]))).toEqual([{ to: ['y'], message: chat(0, SYNCED) }]);
    expect(objects.find('a', 'chat')?.slots).toEqual(new Map([['n', 1]]));
  });

  it('ignores what only a server says', () => {
    const stage = new Stage().with('a', 'b');
    stage.says('a', change('n', 1));
    const fromServers: SharedObjectEvent[] = [
      { type: 'change', slots: [['n', 2]] },
      { type: 'success', slot: 'n' },
      said('NoWriteAccess'),
      { type: 'clear' },
      { type: 'remove', slot: 'n' },
      { type: 'useSuccess' },
      { type: 'unknown', eventType: 12, data: new Uint8Array(1) },
    ];
    expect(stage.says('a', ...fromServers)).toEqual([]);
    expect(stage.says('stranger', ...fromServers, RELEASE)).toEqual([]);
    expect(stage.chat?.slots).toEqual(new Map([['n', 1]]));
  });
});

describe('SharedObjects: refusals (MSG-10: Status)', () => {
  it.each([change('n', 1), remove('n'), send()])('takes %j from users only', (event) => {
    const stage = new Stage();
    const refusal = [{ to: ['x'], message: chat(0, [said('NoWriteAccess')]) }];
    expect(stage.says('x', event)).toEqual(refusal);
    expect(stage.with('a').says('x', event)).toEqual(refusal);
  });

  it('refuses Use with the other persistence', () => {
    const stage = new Stage().with('a');
    const answer = stage.objects.receive('app', 'b', chat(0, [USE], true));
    expect(answer).toEqual([{ to: ['b'], message: chat(0, [said('BadPersistence')]) }]);
  });

  it.each([
    ['ObjectCreationFailed', { objects: 0 }, [USE]],
    ['ObjectCreationFailed', { objectBytes: 3 }, [USE]],
    ['ObjectCreationFailed', { totalBytes: 3 }, [USE]],
    ['NoReadAccess', { users: 0 }, [USE]],
  ] as const)('says %s past %j', (code, limits, events) => {
    expect(new Stage(limits).says('a', ...events)).toEqual([{ to: ['a'], message: chat(0, [said(code)]) }]);
  });

  it('lets those in that are in already when an object is full', () => {
    const stage = new Stage({ users: 1 }).with('a');
    expect(stage.says('b', USE)).toMatchObject([{ message: { events: [said('NoReadAccess')] } }]);
    expect(stage.says('a', USE)).toMatchObject([{ message: { events: SYNCED } }]);
  });

  const cyclic = strictArray([]);
  cyclic.values.push(cyclic);

  it.each<readonly [string, object, SharedObjectEvent]>([
    ['one slot more', { slots: 1 }, change('m', 1)],
    ['more bytes than an object may have', { objectBytes: 30 }, change('n', 'x'.repeat(23))],
    ['more bytes than all may have', { totalBytes: 30 }, change('n', 'x'.repeat(23))],
    ['a longer name', { objectBytes: 30 }, change('x'.repeat(9), 0)],
    ['a longer message', { objectBytes: 30 }, send('x'.repeat(23))],
    ['a value that AMF0 has no form for', {}, change('n', cyclic)],
    ['a value that is cyclic in AMF3', {}, change('n', avmPlus(cyclic))],
    ['a property without a name', {}, change('n', amfObject([['', 1]]))],
  ])('refuses %s, and keeps what was', (_, limits, event) => {
    const stage = new Stage(limits).with('a', 'b');
    stage.says('a', change('n', 1));
    expect(stage.says('a', event)).toEqual([{ to: ['a'], message: chat(1, [said('NoWriteAccess')]) }]);
    expect(stage.chat?.slots).toEqual(new Map([['n', 1]]));
  });

  it('counts what a slot had before towards its room', () => {
    const stage = new Stage({ objectBytes: 30 }).with('a');
    const longest = 'x'.repeat(22); // chat, n, and 3 bytes before the text
    for (const value of [1, longest, longest]) stage.says('a', change('n', value));
    expect(stage.chat).toMatchObject({ bytes: 30, version: 3 });
  });
});

describe('SharedObjects: persistence', () => {
  const STORED = { name: 'chat', version: 0xffffffff, slots: new Map<string, AmfValue>([['n', 5]]) };

  it('keeps a persistent object without users until the host forgets it', () => {
    const { objects } = new Stage();
    objects.receive('app', 'a', chat(0, [USE, change('n', 1)], true));
    expect(objects.forget('app', 'chat')).toBe(false);
    objects.leave('a');
    expect([...objects.objects()]).toMatchObject([{ scope: 'app', name: 'chat', isPersistent: true, version: 1 }]);
    expect(objects.forget('app', 'chat')).toBe(true);
    expect(objects.forget('app', 'chat')).toBe(false);
  });

  it('brings back what the host wrote down; versions wrap at 2^32', () => {
    const { objects } = new Stage();
    expect(objects.restore('app', STORED)).toBe(true);
    expect(objects.restore('app', STORED)).toBe(false);
    const slots: SharedObjectEvent = { type: 'change', slots: [['n', 5]] };
    expect(objects.receive('app', 'a', chat(0, [USE], true))).toEqual([
      { to: ['a'], message: chat(0xffffffff, [...SYNCED, slots], true) },
    ]);
    objects.receive('app', 'a', chat(0, [change('n', 6)], true));
    expect(objects.find('app', 'chat')?.version).toBe(0);
  });

  it.each([{ objects: 0 }, { slots: 0 }, { objectBytes: 9 }])('brings back nothing past %j', (limits) => {
    const { objects } = new Stage(limits);
    expect(objects.restore('app', STORED)).toBe(false);
    expect([...objects.objects()]).toEqual([]);
  });
});

describe('SharedObjects: clear', () => {
  it('empties an object and tells its users', () => {
    const stage = new Stage().with('a', 'b');
    stage.says('a', change('n', 1), change('m', 2));
    expect(stage.objects.clear('app', 'chat')).toEqual([{ to: ['a', 'b'], message: chat(2, [{ type: 'clear' }]) }]);
    expect(stage.chat).toMatchObject({ bytes: 4, slots: new Map() });
  });

  it('has nobody to tell where nobody is', () => {
    const { objects } = new Stage();
    expect(objects.clear('app', 'chat')).toEqual([]);
    objects.restore('app', { name: 'chat', version: 1, slots: [['n', 1]] });
    expect(objects.clear('app', 'chat')).toEqual([]);
    expect(objects.find('app', 'chat')).toMatchObject({ version: 2, slots: new Map() });
  });
});
