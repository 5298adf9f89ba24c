import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AmfValue } from '../amf/value.ts';
import { decodeSharedObject } from '../message/decode-shared-object.ts';
import { encodeSharedObject } from '../message/encode-shared-object.ts';
import type { SharedObjectEvent, SharedObjectMessage } from '../message/shared-object-message.ts';
import { SharedObjects } from './shared-objects.ts';

const LIMITS = { objects: 2, users: 2, slots: 3, objectBytes: 60, totalBytes: 100 };

const USE: SharedObjectMessage = { name: 'x', version: 0, isPersistent: false, events: [{ type: 'use' }] };

const owner = fc.constantFrom('a', 'b', 'c');
const slot = fc.constantFrom('n', 'm', 'o', 'p');
const value: fc.Arbitrary<AmfValue> = fc.oneof(fc.constant(null), fc.nat(9), fc.string({ maxLength: 40 }));
const event: fc.Arbitrary<SharedObjectEvent> = fc.oneof(
  { arbitrary: fc.constantFrom('use', 'release', 'clear').map((type) => ({ type })), weight: 1 },
  { arbitrary: fc.record({ type: fc.constant('requestChange'), slot, value }), weight: 3 },
  { arbitrary: fc.record({ type: fc.constant('requestRemove'), slot }), weight: 1 },
);
const message: fc.Arbitrary<SharedObjectMessage> = fc.record({
  name: fc.constantFrom('x', 'y', 'z'),
  version: fc.constant(0),
  isPersistent: fc.boolean(),
  events: fc.array(event, { maxLength: 4 }),
});
const step = fc.oneof(
  { arbitrary: fc.tuple(owner, message), weight: 9 },
  { arbitrary: fc.tuple(owner, fc.constant(undefined)), weight: 1 },
);

/** What a client believes of its objects: what it asked for counts once the server says Success. */
class Replica {
  readonly objects = new Map<string, Map<string, AmfValue>>();

  /** @param asked - what this client said last, if that is what the message answers */
  hear({ name, events }: SharedObjectMessage, asked: SharedObjectEvent | undefined): void {
    for (const heard of events) {
      if (heard.type === 'useSuccess') this.objects.set(name, new Map());
      const slots = this.objects.get(name);
      if (heard.type === 'change') for (const [key, it] of heard.slots) slots?.set(key, it);
      if (heard.type === 'remove') slots?.delete(heard.slot);
      if (heard.type !== 'success' || asked?.type !== 'requestChange') continue;
      if (asked.value === null) slots?.delete(heard.slot);
      else slots?.set(heard.slot, asked.value);
    }
  }
}

describe('SharedObjects properties', () => {
  it('holds its limits, counts right, and lets every message be written, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const objects = new SharedObjects<string>(LIMITS);
        for (const [who, said] of steps) {
          if (said === undefined) objects.leave(who);
          for (const { message: told } of said === undefined ? [] : objects.receive('s', who, said)) {
            expect(decodeSharedObject(encodeSharedObject(told))).toEqual({ ...told, format: 'amf0' });
          }
          const all = [...objects.objects()];
          expect(all.length).toBeLessThanOrEqual(LIMITS.objects);
          for (const { users, slots, bytes, isPersistent, ...object } of all) {
            expect(users.size).toBeLessThanOrEqual(LIMITS.users);
            expect(slots.size).toBeLessThanOrEqual(LIMITS.slots);
            expect(users.size > 0 || isPersistent, JSON.stringify(object)).toBe(true);
            expect(bytes).toBeLessThanOrEqual(LIMITS.objectBytes);
          }
          expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(LIMITS.totalBytes);
        }
      }),
    );
  });

  it('makes all users see the same', () => {
    // One event in a message, so that Success has one meaning; one object, so that changes meet.
    const one = event.map((it) => ({ ...USE, events: [it] }));
    fc.assert(
      fc.property(fc.array(fc.tuple(owner, one), { maxLength: 40 }), (steps) => {
        const objects = new SharedObjects<string>(LIMITS);
        const replicas = new Map(['a', 'b', 'c'].map((name) => [name, new Replica()]));
        const uses = ['a', 'b'].map((who) => [who, USE] as const);
        for (const [who, said] of [...uses, ...steps]) {
          for (const { to, message: told } of objects.receive('s', who, said)) {
            for (const each of to) replicas.get(each)?.hear(told, each === who ? said.events[0] : undefined);
          }
          for (const { name, users, slots } of objects.objects()) {
            for (const user of users) expect(replicas.get(user)?.objects.get(name)).toEqual(slots);
          }
        }
      }),
    );
  });
});
