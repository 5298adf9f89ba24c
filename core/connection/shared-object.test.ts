import { describe, expect, it } from 'vitest';
import { amfObject, avmPlus } from '../amf/make-value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { encodeSharedObject } from '../message/encode-shared-object.ts';
import type { SharedObjectMessage } from '../message/shared-object-message.ts';
import type { OutgoingSharedObject } from './outgoing.ts';
import { testServer } from './testing/client.ts';
import { testClient } from './testing/server.ts';

const USE: SharedObjectMessage = { name: 'chat', version: 0, isPersistent: false, events: [{ type: 'use' }] };
const CHANGE: SharedObjectMessage = {
  ...USE,
  version: 3,
  events: [{ type: 'change', slots: [['n', avmPlus(amfObject({ a: 1 }))]] }],
};
/** VEC-MSG-3. */
const USE_BYTES = hex('00 04 63 68 61 74 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00');

describe('shared objects on a connection (7.1.3)', () => {
  it('VEC-MSG-3 MSG-9: a server tells what a client says, and says nothing itself', () => {
    const client = testClient().connect();
    expect(client.message(19, USE_BYTES)).toEqual([]);
    expect(client.events).toEqual([{ type: 'sharedObjectReceived', format: 'amf0', ...USE }]);
  });

  it.each([
    ['amf3', 0],
    ['amf3Throughout', 3],
  ] as const)('MSG-2: reads type 16 in the format %s', (format, selector) => {
    const client = testClient().connect();
    const payload = encodeSharedObject(CHANGE, { format });
    expect(payload[0]).toBe(selector);
    client.message(16, payload);
    expect(client.events).toMatchObject([{ type: 'sharedObjectReceived', format, name: 'chat', version: 3 }]);
  });

  it('MSG-10: a client tells what the server says', () => {
    const server = testServer().connect();
    server.events.length = 0;
    server.message(19, encodeSharedObject(CHANGE));
    expect(server.events).toEqual([{ type: 'sharedObjectReceived', format: 'amf0', ...CHANGE }]);
  });

  it('MSG-9 MSG-11: drops a broken message and goes on', () => {
    const client = testClient().connect();
    client.message(16, hex('07'));
    client.message(19, USE_BYTES.subarray(0, -1));
    client.message(19, USE_BYTES);
    expect(client.events.map(({ type }) => type)).toEqual(['deviated', 'sharedObjectReceived']);
    expect(client.connection.deviationCounts.get('sharedObjectMalformed')).toBe(2);
  });

  it('AMF-LIM-4: ends a connection whose message asks for too much', () => {
    const client = testClient({ limits: { amfValues: 8 } }).connect();
    client.message(19, encodeSharedObject({ ...USE, events: Array(9).fill({ type: 'use' }) }));
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'amfTooComplex', limit: 'amfValues' } }]);
  });
});

describe('sendSharedObject', () => {
  const amf0 = encodeSharedObject(CHANGE, { withoutAmf3: true });
  const forms: readonly (readonly [OutgoingSharedObject, number, Uint8Array])[] = [
    [CHANGE, 19, amf0],
    [{ ...CHANGE, format: 'amf0' }, 19, amf0],
    [{ ...CHANGE, format: 'amf3' }, 16, encodeSharedObject(CHANGE, { format: 'amf3' })],
    [{ ...CHANGE, format: 'amf3Throughout' }, 16, encodeSharedObject(CHANGE, { format: 'amf3Throughout' })],
  ];

  it.each(forms)('MSG-2 MSG-3: sends %j as type %i on message stream 0, either role', (message, type, payload) => {
    for (const peer of [testClient().connect(), testServer().connect()]) {
      peer.take(peer.connection.sendSharedObject(message, 0));
      const header = [3, 0, 0, 0, 0, 0, payload.length, type, 0, 0, 0, 0];
      expect(peer.transmitted.at(-1)).toEqual(Uint8Array.of(...header, ...payload));
    }
  });

  it('is legal on a connection only (MSG-36)', () => {
    for (const peer of [testClient(), testServer()]) {
      peer.shakeHands();
      expect(() => peer.connection.sendSharedObject(USE, 0)).toThrow(
        expect.objectContaining({ name: 'RtmpUsageError', code: 'commandNotLegalNow' }),
      );
    }
  });

  it('sends nothing that cannot be written', () => {
    const client = testClient().connect();
    const { bytesSent } = client.connection;
    expect(() => client.connection.sendSharedObject({ ...USE, version: -1 }, 0)).toThrow(
      expect.objectContaining({ code: 'amfOutOfRange' }),
    );
    expect(client.connection.bytesSent).toBe(bytesSent);
  });
});
