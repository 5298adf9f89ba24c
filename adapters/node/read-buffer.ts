import type { Socket } from 'node:net';
import type { TransportHandlers } from '../transport.ts';

/** As much as libuv reads at a time. */
const READ_BYTES = 65_536;

/** One for all sockets: what was read is handed on before anything else is read, and nobody keeps it. */
const readBuffer = new Uint8Array(READ_BYTES);

/** Where a socket keeps the buffer of its option `onread`, and whom it tells; `kBufferGen` would make other buffers. */
const SLOTS = ['kBuffer', 'kBufferCb', 'kBufferGen'] as const;

/** Their symbols, which all sockets of a process share: looked for once. */
let slots: readonly (symbol | undefined)[] | undefined;

/**
 * Has a TCP socket read into one buffer that all share, instead of a new one of 64 KiB for each read, which costs more than
 * reading does. `reader` borrows what came; the socket emits no `data` any more.
 *
 * Node has an option for it, `onread`, but not for sockets that a server accepts. So this sets what that option sets,
 * behind Node's back: only when all of it is found as it is without the option, and otherwise nothing.
 *
 * @returns false when nothing was changed: this Node is made otherwise, or the socket is closed or not plain TCP
 */
export function readIntoShared(socket: Socket, reader: Pick<TransportHandlers, 'onBytes'>): boolean {
  slots ??= slotsOf(socket);
  const [buffer, callback, generator] = slots;
  if (buffer === undefined || callback === undefined || generator === undefined) return false;
  if (!(isFree(socket, buffer) && isFree(socket, callback) && isFree(socket, generator))) return false;
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || handle.constructor.name !== 'TCP') return false;
  const use: unknown = Reflect.get(handle, 'useUserBuffer');
  if (typeof use !== 'function') return false;
  Reflect.apply(use, handle, [readBuffer]);
  Reflect.set(socket, buffer, readBuffer);
  // Anything but false goes on reading.
  Reflect.set(socket, callback, (length: number) => reader.onBytes(readBuffer.subarray(0, length)));
  return true;
}

function slotsOf(socket: Socket): readonly (symbol | undefined)[] {
  const symbols = Object.getOwnPropertySymbols(socket);
  return SLOTS.map((name) => symbols.find(({ description }) => description === name));
}

/** As it is without the option. */
function isFree(socket: Socket, slot: symbol): boolean {
  return Reflect.get(socket, slot) === null;
}
