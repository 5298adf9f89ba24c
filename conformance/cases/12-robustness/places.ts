import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { connect } from '../../kit/ladder.ts';
import { closed, either, error, frame, reject, result, status } from '../../kit/matchers.ts';
import { anyOf, bounded, check, defineCases, expect, never, send, wait } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { aacHeader, avcHeader, video } from '../../kit/wire/media.ts';
import * as messages from '../../kit/wire/messages.ts';
import { connectsAs, connectsToGuarded, publishesWith, userOf } from '../06-net-connection/guarded.ts';

/** Names that lead out of a folder, on one system or another, decoded once or twice. */
const TRAVERSALS = [
  '../../x',
  '..\\..\\x',
  '/etc/passwd',
  'a\u0000b',
  '%2e%2e/x',
  '%2e%2e/%2e%2e/x',
  'mp4:../x',
  'mp4:../../x',
  'flv:/etc/passwd',
];

/** Text that does more in a log than to stand there. */
const INJECTIONS = [
  'ck\r\n14:00:00 info  All is well.',
  'ck\u001b[2J\u001b[31m',
  'ck\u009b31m\u2028',
  'x'.repeat(65_000),
];

/** Characters of a line that is still one for a person. */
const LONGEST_LINE = 8_192;

/** What belongs in a place and must not get out, or in. */
export const placeCases = defineCases([
  {
    id: '12.20',
    title: 'Path traversal',
    role: 'server',
    level: 'must',
    pre: 'stream',
    hostile: true,
    needs: ['record', 'vod'],
    refs: ['P'],
    clause:
      'Whatever a stream is called, what is recorded and what is played is a file below the folder for that, or none.',
    script: () => ({ runs: TRAVERSALS.flatMap((name) => [recorded(name), played(name)]) }),
  },
  {
    id: '12.21',
    title: 'Log injection',
    role: 'server',
    level: 'should',
    pre: 'hs',
    hostile: true,
    needs: ['logs'],
    refs: ['P'],
    clause: 'Text of a client stands in a log on one line, escaped, and is cut where it is long.',
    script: () => ({ runs: INJECTIONS.flatMap(logged) }),
  },
  {
    id: '12.26',
    title: 'Secrets in replies',
    role: 'server',
    level: 'must',
    pre: 'hs',
    hostile: true,
    needs: ['auth'],
    refs: ['P', 'CMD-49'],
    clause: 'Who is refused is told neither the key nor a password, of their own or of others, nor where files are.',
    script: () => ({
      runs: [
        { label: 'a wrong key', steps: refusedKey(({ profile }) => profile.auth?.wrong) },
        { label: 'no key', steps: refusedKey(() => undefined) },
        { label: 'no user', steps: refusedUser(() => '') },
        { label: 'a user', steps: refusedUser(userOf) },
        {
          label: 'a wrong answer',
          steps: refusedUser((scene) => `${userOf(scene)}&challenge=AAAA&response=wrong-answer`),
        },
      ],
    }),
  },
]);

/** Published to be recorded, with media, and ended; refused is right as well. */
const recorded = (name: string): Run => ({
  label: `record ${JSON.stringify(name)}`,
  steps: [
    send(messages.publish(name, 'record')),
    anyOf(
      [
        {
          when: status('NetStream.Publish.Start'),
          next: [
            send(({ line }) => [avcHeader(), aacHeader(), video(line('A').nextFrame())], { text: 'a key frame' }),
            wait('quiet'),
          ],
        },
        { when: reject() },
      ],
      { within: 'close' },
    ),
    bounded('strayFiles', 0),
  ],
});

const played = (name: string): Run => ({
  label: `play ${JSON.stringify(name)}`,
  steps: [
    never(frame(), [
      send(messages.play(name, 0)),
      anyOf([{ when: either(status('NetStream.Play.Start'), reject()), next: [wait('quiet')] }, { when: 'deadline' }], {
        within: 'close',
      }),
    ]),
    bounded('strayFiles', 0),
  ],
});

/** As the name of a stream, of an app and of a program: each on a connection of its own. */
const logged = (text: string): Run[] => {
  const name = JSON.stringify(text.slice(0, 24));
  const asApp = ({ profile }: Scene) => connect(`${profile.app}/${text}`, profile.tcUrl);
  const asProgram = ({ profile }: Scene) => connect(profile.app, profile.tcUrl, { flashVer: text });
  return [
    { label: `app ${name}`, steps: [send(asApp, { text: 'connect' }), expect(answered()), ...harmlessLog()] },
    { label: `program ${name}`, steps: [send(asProgram, { text: 'connect' }), expect(answered()), ...harmlessLog()] },
    {
      label: `stream ${name}`,
      pre: 'stream',
      steps: [
        send(messages.publish(text)),
        expect(either(status('NetStream.Publish.Start'), reject()), { within: 'close' }),
        ...harmlessLog(),
      ],
    },
  ];
};

const answered = () => either(result(1), error(1), closed());

const harmlessLog = (): Step[] => [bounded('logControls', 0), bounded('longestLogLine', LONGEST_LINE)];

/** Publishes in the guarded app, and is refused. */
const refusedKey = (key: (scene: Scene) => string | undefined): Step[] => [
  connectsToGuarded(),
  anyOf([
    { when: result(1), next: [...publishesWith(key), expect(reject(), { within: 'close' })] },
    { when: reject(1) },
  ]),
  noSecrets(),
];

/** Connects to the app with users, and is refused. */
const refusedUser = (said: (scene: Scene) => string): Step[] => [
  connectsAs(said),
  expect(reject(1), { within: 'close' }),
  noSecrets(),
];

/** Paths of Unix and Windows, and places in a source. */
const PLACES =
  /\/(?:home|usr|var|etc|srv|opt|root|tmp)\/|[A-Za-z]:\\|node_modules|\.(?:[cm]?[jt]s|c|cc|cpp|go|py|rs):\d/;

const noSecrets = (): Step =>
  check('no key, no password, no path', (scene): Finding => {
    const { auth } = scene.profile;
    const texts = messagesAt(scene, 'A').map(({ payload }) => textOf(payload));
    const secrets = [keyIn(auth?.right), keyIn(auth?.wrong), auth?.adobe.password].filter(isSaid);
    const told = secrets.find((secret) => texts.some((text) => text.includes(secret)));
    const place = texts.map((text) => PLACES.exec(text)?.[0]).find(isSaid);
    if (told === undefined && place === undefined) return undefined;
    return { expected: 'no key, no password, no path', actual: told ?? place ?? '' };
  });

const keyIn = (query: string | undefined): string | undefined => query?.slice(query.indexOf('=') + 1);
const isSaid = (text: string | undefined): text is string => text !== undefined && text !== '';

/** Bytes as characters: what is searched for is ASCII. */
const textOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
