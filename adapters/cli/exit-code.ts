import { ClientError, type ClientErrorCode } from '../client/client-error.ts';
import { OptionError } from './option-values.ts';

/** What the program ends with, for scripts. Public: a number never changes its meaning. */
export const EXIT = {
  /** Done: all was sent, the stream has ended, or a first signal asked for the end and it came in order. */
  done: 0,
  /** Cannot do what was asked: the command line, or a file that cannot be opened. */
  usage: 2,
  /** No connection: the host, the port, TLS. */
  unreachable: 3,
  /** The server said no: to the connection, to user and password, to the stream. */
  refused: 4,
  /** There is no such stream to play. */
  notFound: 5,
  /** A connection that was there broke, or its server broke the protocol. */
  lost: 6,
  /** A file could not be read or written to its end, or holds nothing to publish. */
  file: 7,
  /** A load: frames did not come as they were sent, or a connection broke under it. */
  damaged: 8,
  /** Whoever read our output is gone: as of a program that SIGPIPE ended. */
  pipe: 141,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A file, or whoever reads our output, failed in the middle. `message` is the one line the operator sees. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.file) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A load went through, and showed that frames do not come as they are sent. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
}

/** The code for what ended a command; `undefined` for what is a mistake of ours. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (error instanceof OptionError) return EXIT.usage;
  if (error instanceof FileError) return error.exitCode;
  if (error instanceof LoadError) return EXIT.damaged;
  return error instanceof ClientError ? CLIENT_CODES[error.code] : undefined;
}

const CLIENT_CODES: Readonly<Record<ClientErrorCode, ExitCode>> = {
  unreachable: EXIT.unreachable,
  badRedirect: EXIT.unreachable,
  unauthorized: EXIT.refused,
  refused: EXIT.refused,
  streamNotFound: EXIT.notFound,
  ended: EXIT.lost,
  lost: EXIT.lost,
  faulty: EXIT.lost,
};
