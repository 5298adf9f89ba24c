import type { Scene, Step } from '../../kit/case.ts';
import { connect } from '../../kit/ladder.ts';
import { result } from '../../kit/matchers.ts';
import type { ConnectionName } from '../../kit/observation.ts';
import { expect, send } from '../../kit/steps.ts';
import { command, createStream, publish } from '../../kit/wire/messages.ts';

// What is said where one must say who one is.

/** Connects to the app in which publishing takes a key. */
export const connectsToGuarded = (): Step =>
  send(({ profile: { auth, tcUrl, app } }) => connect(auth?.app ?? app, tcUrl), {
    text: 'connect to the guarded app',
  });

/** Makes a stream there, and would publish with a key. */
export const publishesWith = (key: (scene: Scene) => string | undefined): Step[] => [
  send(createStream(2)),
  expect(result(2)),
  send((scene) => publish([scene.name, key(scene)].filter(Boolean).join('?')), {
    text: 'publish with what key there is',
  }),
];

/** Connects to the app with users, with what is known of one. */
export const connectsAs = (said: (scene: Scene) => string, on: ConnectionName = 'A'): Step =>
  send(
    (scene) => {
      const { auth, tcUrl } = scene.profile;
      const query = said(scene);
      const more = query === '' ? '' : `?${query}`;
      return command('connect', 1, [{ app: `${auth?.adobe.app ?? ''}${more}`, tcUrl: `${tcUrl}${more}` }]);
    },
    { on, text: 'connect with what is known of the user' },
  );

/** The user alone, by Adobe's scheme. */
export const userOf = ({ profile }: Scene): string => `authmod=adobe&user=${profile.auth?.adobe.user ?? ''}`;
