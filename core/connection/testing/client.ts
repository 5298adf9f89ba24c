import { amfObject } from '../../amf/make-value.ts';
import type { AmfValue } from '../../amf/value.ts';
import type { ClientConnection } from '../client-connection.ts';
import { createClientConnection } from '../client-connection.ts';
import type { ClientConnectionOptions } from '../options.ts';
import { Peer, pattern } from './peer.ts';

/** A server's end, driven by hand, of a client connection under test. */
export class TestServer extends Peer<ClientConnection> {
  /** Handshake and connect, accepted. */
  connect(): this {
    this.shakeHands();
    this.command('_result', 1, amfObject({ fmsVer: 'X' }), statusObject('NetConnection.Connect.Success'));
    this.events.length = 0;
    return this;
  }

  /** Message stream 1, made. */
  createStream(): this {
    this.connect();
    this.take(this.connection.createStream(this.now));
    this.command('_result', this.connection.lastTransactionId, null, 1);
    this.events.length = 0;
    return this;
  }

  /** Message stream 1, publishing. */
  publishing(): this {
    this.createStream();
    this.take(this.connection.publish(1, { name: 'a' }, this.now));
    this.status(1, 'NetStream.Publish.Start');
    this.events.length = 0;
    return this;
  }

  /** Message stream 1, playing. */
  playing(): this {
    this.createStream();
    this.take(this.connection.play(1, { name: 'a' }, this.now));
    this.status(1, 'NetStream.Play.Start');
    this.events.length = 0;
    return this;
  }

  status(messageStreamId: number, code: string, level = 'status') {
    return this.streamCommand(messageStreamId, 'onStatus', 0, statusObject(code, level));
  }
}

export function statusObject(code: string, level = 'status'): AmfValue {
  return amfObject({ level, code, description: `It is ${code}.` });
}

export function testServer(options: Partial<ClientConnectionOptions> = {}): TestServer {
  const connect = { app: 'live', tcUrl: 'rtmp://h/live' };
  return new TestServer(createClientConnection({ now: 0, random: pattern, connect, ...options }));
}
