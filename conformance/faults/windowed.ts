import type { MemorySubject, Port } from '../kit/subject.ts';
import { readU32 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { messages } from './fault.ts';
import { rewired } from './rewired.ts';

/** A subject that keeps to Set Peer Bandwidth as the text has it: it stops when a window of bytes is not acknowledged. */
export function windowed(subject: MemorySubject): MemorySubject {
  let waiting: SendWindow | undefined;
  // A connection has both ends made one right after the other: a server's port first, a client's peer.
  const ofConnection = (): SendWindow => {
    const one = waiting ?? new SendWindow();
    waiting = waiting === undefined ? one : undefined;
    return one;
  };
  return rewired(subject, {
    port: (port) => {
      const window = ofConnection();
      window.port = port;
      return { write: (bytes) => window.write(bytes) };
    },
    peer: (peer) => {
      const window = ofConnection();
      const hears = messages((message) => {
        window.hear(message);
        return [message];
      });
      return { receive: (bytes) => peer.receive(hears(bytes)) };
    },
  });
}

const [HARD, SOFT] = [0, 1];

/** What may be on its way, bytes. */
class SendWindow {
  port: Port | undefined;
  #limit = Number.POSITIVE_INFINITY;
  #isHard = false;
  #written = 0;
  #acknowledged = 0;
  readonly #queue: Uint8Array[] = [];

  write(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#flush();
  }

  hear({ type, payload }: DecodedMessage): void {
    if (type === TYPE.setPeerBandwidth) this.#limitTo(readU32(payload, 0), payload[4]);
    if (type !== TYPE.acknowledgement) return;
    this.#acknowledged = readU32(payload, 0);
    this.#flush();
  }

  #limitTo(size: number, type: number | undefined): void {
    if (type === HARD || (type !== SOFT && this.#isHard)) this.#limit = size;
    else if (type === SOFT) this.#limit = Math.min(this.#limit, size);
    this.#isHard = type !== SOFT && (this.#isHard || type === HARD);
  }

  #flush(): void {
    while (this.#written - this.#acknowledged < this.#limit) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#written += next.length;
      this.port?.write(next);
    }
  }
}
