import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { readIntoShared } from '../../../adapters/node/read-buffer.ts';

/** A load of plain sockets: no protocol, only as many bytes in as many writes. */
export interface BareLoad {
  /** Sockets that send to the server, which writes what it reads to a socket of its own for each. 0: it writes by itself. */
  readonly senders: number;
  readonly receivers: number;
  readonly frameBytes: number;
  readonly fps: number;
  readonly seconds: number;
}

/** What the server has used. */
export interface BareFigures {
  readonly cpuUsPerFrame: number;
  /** What a connection that says nothing made it grow by, bytes; of interest where nothing is sent. */
  readonly memoryPerConnection: number;
}

/** First byte of a connection: what it is there for. */
const SENDER = 1;
const RECEIVER = 2;

/** Serves one load, and tells the port as soon as it listens. */
export async function serveBare(load: BareLoad, listening: (port: number) => void): Promise<BareFigures> {
  const receivers: Socket[] = [];
  let senders = 0;
  let written = 0;
  const write = (socket: Socket | undefined, bytes: Uint8Array): void => {
    socket?.write(bytes);
    written += bytes.length;
  };
  const serveOne = (socket: Socket): void => {
    socket.setNoDelay(true).on('error', () => undefined);
    let peer = -1;
    const hear = (bytes: Uint8Array): void => {
      if (peer >= 0) return write(receivers[peer], Buffer.from(bytes));
      if (bytes[0] === RECEIVER) receivers.push(socket);
      else peer = senders++;
    };
    if (!readIntoShared(socket, hear)) socket.on('data', hear);
  };
  const server = createServer(serveOne).listen({ port: 0, host: '127.0.0.1', backlog: 8_192 });
  await once(server, 'listening');
  const before = process.memoryUsage.rss();
  listening(portOf(server.address()));
  while (receivers.length < load.receivers || senders < load.senders) await pause(20);
  await pause(1_000);
  const memoryPerConnection = (process.memoryUsage.rss() - before) / (load.receivers + load.senders);
  const frame = Buffer.alloc(load.frameBytes, 1);
  const [cpu, bytesBefore] = [process.cpuUsage(), written];
  await paced(load, () => {
    if (load.senders === 0) for (const socket of receivers) write(socket, frame);
  });
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUsPerFrame: ((user + system) * load.frameBytes) / (written - bytesBefore), memoryPerConnection };
}

/**
 * The other side: opens the connections, and sends if that is its part. Goes on until it is killed.
 *
 * @param delayed - told of each frame that was sent after the first second, when its last byte is back: microseconds since it was sent
 */
export async function loadBare(load: BareLoad, port: number, delayed: (us: number) => void): Promise<void> {
  const open = async (kind: number, hear: (bytes: Uint8Array) => void): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1' }).setNoDelay(true);
    await once(socket, 'connect');
    socket.write(Uint8Array.of(kind));
    if (!readIntoShared(socket, hear)) socket.on('data', hear);
    return socket;
  };
  const sentAt: number[][] = Array.from({ length: load.senders }, () => []);
  let countsFrom = Number.POSITIVE_INFINITY;
  const receive = (): ((bytes: Uint8Array) => void) => {
    let [sender, missing] = [-1, load.frameBytes];
    return (bytes) => {
      if (sender < 0) sender = senderOf(bytes);
      for (missing -= bytes.length; missing <= 0; missing += load.frameBytes) {
        const at = sentAt[sender]?.shift() ?? 0;
        if (at >= countsFrom) delayed(1e3 * (performance.now() - at));
      }
    };
  };
  for (let index = 0; index < load.receivers; index++) await open(RECEIVER, receive());
  const senders: { readonly socket: Socket; readonly frame: Uint8Array }[] = [];
  for (let index = 0; index < load.senders; index++) {
    const socket = await open(SENDER, () => undefined);
    senders.push({ socket, frame: frameOf(index, load.frameBytes) });
  }
  countsFrom = performance.now() + 1e3;
  // Spread over the time of a frame, as publishers that know nothing of each other are.
  await paced({ ...load, fps: load.fps * Math.max(1, senders.length), seconds: Number.POSITIVE_INFINITY }, (turn) => {
    const index = turn % senders.length;
    sentAt[index]?.push(performance.now());
    senders[index]?.socket.write(senders[index].frame);
  });
}

/** A frame tells who sends it in its first four bytes, as the server connects senders and receivers as it likes. */
function frameOf(sender: number, length: number): Uint8Array {
  const frame = Buffer.alloc(length, 1);
  frame.writeUInt32BE(sender);
  return frame;
}

/** -1 where less came than tells it. */
function senderOf(bytes: Uint8Array): number {
  return bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

/** Calls `act` so many times a second, several at once where a timer is too coarse. */
async function paced({ fps, seconds }: BareLoad, act: (turn: number) => void): Promise<void> {
  const start = performance.now();
  for (let turn = 0; turn < fps * seconds; ) {
    const due = Math.min(fps * seconds, Math.floor(((performance.now() - start) * fps) / 1e3));
    for (; turn < due; turn++) act(turn);
    await pause(1);
  }
}

/** @param address - of a server that listens on TCP */
function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('a TCP port was expected');
  return address.port;
}
