import type { RtmpUrl } from '../client/index.ts';
import { streamUrlOf } from './client-runtime.ts';
import { OptionError } from './option-values.ts';

/**
 * The URL of an app that cases are tried on. Hostile bytes are for servers, not for what hides behind a user and a password.
 *
 * @throws OptionError for any other
 */
export function applicationOf(text: string): RtmpUrl {
  const url = streamUrlOf(text);
  if (url.credentials !== undefined) throw new OptionError('conform knows no user and password');
  if (url.scheme !== 'rtmp' && url.scheme !== 'rtmps')
    throw new OptionError(`conform speaks rtmp:// and rtmps://, not ${url.scheme}://`);
  if (url.name === '') return url;
  throw new OptionError(`conform server wants the URL of an app, without the name of a stream: ${url.tcUrl}`);
}
