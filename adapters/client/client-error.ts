/**
 * - `unreachable`: no transport: the name is unknown, nobody listens, TLS is not trusted, or it took too long.
 * - `unauthorized`: the server wants a user and a password, or does not take the ones given.
 * - `refused`: the server said no to `connect`, `publish` or `play`; `status` is its code.
 * - `streamNotFound`: there is no such stream to play.
 * - `ended`: the server ended the connection before it answered, and did not say why.
 * - `lost`: the connection was there and broke: the transport failed, or the server ended it or the stream, or went silent.
 * - `faulty`: the server broke the protocol or a limit of ours; the connection was ended.
 * - `badRedirect`: the server sent us to a place that is none, or in a circle.
 */
export type ClientErrorCode =
  | 'unreachable'
  | 'unauthorized'
  | 'refused'
  | 'streamNotFound'
  | 'ended'
  | 'lost'
  | 'faulty'
  | 'badRedirect';

/** Why publishing or playing ended badly. `message` is one line, and has no secrets of ours in it. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;
  /** The server's status code, such as `NetStream.Publish.BadName`; empty where it gave none. */
  readonly status: string;

  constructor(code: ClientErrorCode, message: string, status = '') {
    super(message);
    this.code = code;
    this.status = status;
  }
}
