import { amfObject } from '../../amf/make-value.ts';
import type { AmfValue } from '../../amf/value.ts';
import type { ServerConnectionOptions } from '../options.ts';
import type { ServerConnection } from '../server-connection.ts';
import { createServerConnection } from '../server-connection.ts';
import type { RequestId } from '../server-event.ts';
import { Peer, pattern } from './peer.ts';

/** A client's end, driven by hand, of a server connection under test. */
export class TestClient extends Peer<ServerConnection> {
  /** The id of the request asked for last. */
  get requestId(): RequestId {
    for (const event of [...this.events].reverse()) if ('requestId' in event) return event.requestId;
    throw new Error('nothing was requested');
  }

  /** Accepts whatever is asked for, as most applications do. */
  accept() {
    const last = this.events.at(-1);
    switch (last?.type) {
      case 'connectRequested':
        return this.take(this.connection.acceptConnect(last.requestId, this.now));
      case 'publishRequested':
        return this.take(this.connection.acceptPublish(last.requestId, this.now));
      case 'playRequested':
        return this.take(this.connection.acceptPlay(last.requestId, this.now));
      default:
        throw new Error('nothing was requested');
    }
  }

  /** Handshake and connect, accepted. */
  connect(properties: Record<string, AmfValue> = {}): this {
    this.shakeHands();
    this.command('connect', 1, amfObject({ app: 'live', ...properties }));
    this.accept();
    this.events.length = 0;
    return this;
  }

  /** A stream that publishes, on message stream 1 of a new connection. */
  publishing(name = 'a'): this {
    this.connect().command('createStream', 4, null);
    this.streamCommand(1, 'publish', 5, name, 'live');
    this.accept();
    this.events.length = 0;
    return this;
  }

  /** A stream that plays, on message stream 1 of a new connection. */
  playing(name = 'a'): this {
    this.connect().command('createStream', 4, null);
    this.streamCommand(1, 'play', 5, name);
    this.accept();
    this.events.length = 0;
    return this;
  }
}

export function testClient(options: Partial<ServerConnectionOptions> = {}): TestClient {
  return new TestClient(createServerConnection({ now: 0, random: pattern, ...options }));
}
