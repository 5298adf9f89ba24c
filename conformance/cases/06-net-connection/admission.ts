import type { Scene, Step } from '../../kit/case.ts';
import {
  closed,
  either,
  error,
  errorStatus,
  informationOf,
  messageIn,
  reject,
  result,
  status,
  where,
} from '../../kit/matchers.ts';
import type { ConnectionName } from '../../kit/observation.ts';
import { anyOf, bounded, close, defineCases, expect, expectClose, never, send, wait } from '../../kit/steps.ts';
import { adobeAnswer } from '../../kit/wire/adobe-auth.ts';
import { property } from '../../kit/wire/amf-value.ts';
import type { MessageSpec } from '../../kit/wire/message.ts';
import { createStream, play, publish } from '../../kit/wire/messages.ts';
import { connected, sendConnect } from './answers.ts';
import { connectsAs, connectsToGuarded, publishesWith, userOf } from './guarded.ts';

/** Who may come in, once, and nobody before `connect`. */
export const admissionCases = defineCases([
  {
    id: '6.10',
    title: 'Refused credentials',
    role: 'server',
    level: 'must',
    pre: 'hs',
    needs: ['auth'],
    refs: ['P', 'CMD-10', 'CMD-45', 'Q-44'],
    clause: 'Who brings the wrong key is told so, at connect or at publish, and put out: no Start.',
    script: [
      never(status('NetStream.Publish.Start'), [
        connectsToGuarded(),
        anyOf(
          [
            { when: error(1) },
            { when: closed(), tag: 'close-only' },
            {
              when: connected(),
              next: [
                ...publishesWith(({ profile }) => profile.auth?.wrong),
                anyOf([{ when: errorStatus() }, { when: closed(), tag: 'close-only' }], { within: 'close' }),
              ],
            },
          ],
          { within: 'close' },
        ),
        expectClose(),
      ]),
    ],
  },
  {
    id: '6.11',
    title: 'Adobe auth round',
    role: 'server',
    level: 'should',
    pre: { A: 'hs', C: 'hs', D: 'hs' },
    needs: ['auth'],
    refs: ['P', 'CMD-49'],
    clause:
      'A connect without a user is told the scheme, one with a user gets a challenge, one with the answer to it is let in, each on a connection of its own.',
    script: [
      connectsAs(() => ''),
      expectDemand('A', /code=403 need auth; authmod=adobe/),
      connectsAs(userOf, 'C'),
      expectDemand('C', /\?reason=needauth&user=\S*&salt=\S+&challenge=\S+/),
      connectsAs((scene) => adobeAnswer(demandOf(scene, 'C'), scene.profile.auth?.adobe, '0011aabb'), 'D'),
      expect(connected(), { on: 'D' }),
    ],
  },
  {
    id: '6.12',
    title: 'Second connect',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['P', 'CMD-12'],
    clause: 'A second connect on one connection is an error, and leaves no session behind.',
    script: [
      sendConnect(3),
      anyOf([{ when: error(3) }, { when: closed() }, { when: result(3), tag: 'accepts' }], { within: 'close' }),
      close(),
      wait('quiet'),
      bounded('sessions', 0),
    ],
  },
  {
    id: '6.13',
    title: 'Command before connect',
    role: 'server',
    level: 'must',
    pre: 'hs',
    hostile: true,
    refs: ['R7.2', 'MSG-36'],
    clause: 'Nothing is published or played on a connection that has not connected.',
    script: () => ({
      runs: [
        { label: 'createStream', steps: early(createStream(2)) },
        { label: 'publish', steps: early(publish('ck')) },
        { label: 'play', steps: early(play('ck')) },
      ],
    }),
  },
]);

function early(what: MessageSpec): Step[] {
  const started = either(status('NetStream.Publish.Start'), status('NetStream.Play.Start'));
  return [
    never(started, [
      send(what),
      anyOf([{ when: reject(2) }, { when: result(2), tag: 'answers-create' }, { when: 'deadline', tag: 'ignored' }], {
        within: 'reply',
      }),
      wait('quiet'),
    ]),
  ];
}

function expectDemand(on: ConnectionName, pattern: RegExp): Step {
  const demand = where(error(1), `with a description like ${pattern.source}`, (seen) =>
    pattern.test(String(property(informationOf(seen), 'description'))),
  );
  return expect(demand, { on, as: `demand ${on}` });
}

function demandOf({ kept }: Scene, on: ConnectionName): string {
  return String(property(informationOf(messageIn(kept(`demand ${on}`).at(-1))), 'description'));
}
