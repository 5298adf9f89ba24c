import type { Announcement, Role, Step } from '../../kit/case.ts';
import { payloadOf } from '../../kit/matchers.ts';
import type { ConnectionName } from '../../kit/observation.ts';
import { check, expect, ladder, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { equal } from '../../kit/wire/bytes.ts';
import type { MessageSpec } from '../../kit/wire/message.ts';

/** All codecs, multitrack, ModEx and nanoseconds; not that it would reconnect. */
export const EVERYTHING: Announcement = {
  fourCcList: ['*'],
  videoFourCcInfoMap: { '*': 7 },
  audioFourCcInfoMap: { '*': 7 },
  capsEx: 14,
};

/** A publisher A and a player B that announce everything; for a client under test, the rung `relay`. Begins at `hs`. */
export const stage = (role: Role = 'server'): readonly Step[] =>
  role === 'client' ? [ladder('relay')] : [ladder('conn', 'A', EVERYTHING), ladder('pub'), ...joins('B')];

/** A player that announces everything. */
export const joins = (on: ConnectionName): readonly Step[] => [ladder('conn', on, EVERYTHING), ladder('play', on)];

/** Each arrives at B as it was sent. */
export const passes = (...media: readonly MessageSpec[]): readonly Step[] =>
  media.flatMap((one) => [send(one), arrives(one)]);

/** It arrives as it was sent. */
export const arrives = ({ type, payload }: MessageSpec, on: ConnectionName = 'B'): Step =>
  expect(payloadOf(type, payload), { on });

/** A new player J gets these, each before the first `frame`, which A sends when J is there. */
export const joinerGets = (headers: readonly MessageSpec[], frame: MessageSpec): readonly Step[] => [
  ...joins('J'),
  send(frame),
  arrives(frame, 'J'),
  ...headers.map((header) =>
    check(`${header.text} at J before the first frame`, (scene) => {
      const seen = messagesAt(scene, 'J');
      const at = seen.findIndex((one) => isSame(one, header));
      const first = seen.findIndex((one) => isSame(one, frame));
      if (at >= 0 && at < first) return undefined;
      return { expected: 'the header before the frame', actual: at < 0 ? 'no such header' : 'the frame first' };
    }),
  ),
];

/** It has not come, whatever else did. */
export const absent = (what: MessageSpec, on: ConnectionName = 'J'): Step =>
  check(`no stale ${what.text} at ${on}`, (scene) => {
    const came = messagesAt(scene, on).some((one) => isSame(one, what));
    return came ? { expected: 'nothing of what has ended', actual: 'the old header' } : undefined;
  });

type Media = Pick<MessageSpec, 'type' | 'payload'>;

const isSame = (left: Media, right: Media) => left.type === right.type && equal(left.payload, right.payload);
