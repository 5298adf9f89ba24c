import type { SessionHost } from './session-host.ts';

/**
 * The stream that a message is for. Where only one exists, id 0 and its id with the bytes swapped mean it too.
 *
 * @returns `undefined` when there is none, or when that deviation is refused
 */
export function findStream<Stream extends { readonly messageStreamId: number }>(
  streams: ReadonlyMap<number, Stream>,
  messageStreamId: number,
  host: SessionHost,
): Stream | undefined {
  const stream = streams.get(messageStreamId);
  if (stream !== undefined) return stream;
  const [only, another] = streams.values();
  if (only === undefined || another !== undefined) return undefined;
  if (messageStreamId !== 0 && messageStreamId !== byteSwapped(only.messageStreamId)) return undefined;
  const message = `message stream ${messageStreamId} does not exist: taken for ${only.messageStreamId}, the only one`;
  return host.deviate('messageStreamIdUnknown', message) ? only : undefined;
}

function byteSwapped(id: number): number {
  return (((id & 0xff) << 24) | ((id & 0xff00) << 8) | ((id >>> 8) & 0xff00) | (id >>> 24)) >>> 0;
}
