import { describe, expect, it } from 'vitest';
import { encodeAmf3 } from '../amf/amf3.ts';
import type { ExternalizableForm } from '../amf/externalizable.ts';
import { amfObject, avmPlus, externalizable } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { type CommandMessage, decodeCommand, encodeCommand } from '../message/command-message.ts';
import { encodeData } from '../message/data-message.ts';
import type { Connection } from './connection.ts';
import { testServer } from './testing/client.ts';
import type { Peer } from './testing/peer.ts';
import { type TestClient, testClient } from './testing/server.ts';

const CONNECT = encodeCommand('connect', 1, amfObject({ app: 'live', objectEncoding: 3 }));

function selected(payload: Uint8Array): Uint8Array {
  return Uint8Array.of(0, ...payload);
}

/** The object encoding that a server says to a client that asks for `asked`. */
function answerTo(asked: AmfValue, options: Parameters<typeof testClient>[0] = {}): AmfValue {
  const client = testClient(options);
  client.shakeHands();
  client.command('connect', 1, amfObject({ app: 'live', objectEncoding: asked }));
  client.accept();
  return objectEncodingSaidBy(client);
}

function objectEncodingSaidBy(client: TestClient): AmfValue {
  return property(lastCommand(client).userArguments[0], 'objectEncoding');
}

/** What the connection sent last, a command in one chunk after its header of 12 bytes. */
function lastCommand({ transmitted }: Peer<Connection>): CommandMessage {
  return decodeCommand((transmitted.at(-1) as Uint8Array).subarray(12));
}

describe('object encoding (AMF3-26, AMF3-27, MSG-3)', () => {
  it.each([
    [3, 3],
    [0, 0],
    [undefined, 0],
    ['3', 0],
    [1, 0],
    [Number.NaN, 0],
  ])('AMF3-27: a client that asks for %s is answered %s', (asked, said) => {
    expect(answerTo(asked)).toBe(said);
  });

  it('AMF3-27: an application that wants no AMF3 says so, and reads it all the same', () => {
    expect(answerTo(3, { objectEncoding: 0 })).toBe(0);
    const client = testClient({ objectEncoding: 0 }).connect();
    expect(client.message(17, selected(encodeCommand('createStream', 2, null)))).toEqual(['_result 2 1']);
  });

  it('AMF3-26: a client asks for 0, or for 3 where its options say so', () => {
    const connect = { app: 'live', tcUrl: 'rtmp://h/live' };
    for (const [options, asked] of [
      [connect, 0],
      [{ ...connect, objectEncoding: 3 as const }, 3],
    ] as const) {
      const server = testServer({ connect: options });
      server.shakeHands();
      expect(property(lastCommand(server).commandObject, 'objectEncoding')).toBe(asked);
    }
  });

  it('MSG-3, ERTMP-6: a client reads answers in either format', () => {
    const server = testServer().createStream();
    server.take(server.connection.publish(1, { name: 'a' }, 0));
    const status = amfObject({ level: 'status', code: 'NetStream.Publish.Start', description: 'x' });
    server.message(17, selected(encodeCommand('onStatus', 0, null, avmPlus(status))), 1);
    expect(server.events).toMatchObject([{ type: 'statusReceived' }, { type: 'publishStarted' }]);
  });
});

describe('AMF3 from a client (AMF3-24, Q-48)', () => {
  it.each([
    ['with its selector', selected(CONNECT), []],
    ['without it (AMF3-25)', CONNECT, ['deviated']],
    [
      'in AMF3 throughout (AMF3-25)',
      Uint8Array.of(0x11, ...encodeAmf3(['connect', 1, amfObject({ app: 'live', objectEncoding: 3 })])),
      ['deviated'],
    ],
  ])('Q-48: takes connect as type 17 %s', (_, payload, deviations) => {
    const client = testClient();
    client.shakeHands();
    client.events.length = 0;
    client.message(17, payload);
    expect(client.events.map(({ type }) => type)).toEqual([...deviations, 'connectRequested']);
    expect(client.events.at(-1)).toMatchObject({ app: 'live', objectEncoding: 3 });
    client.accept();
    expect(objectEncodingSaidBy(client)).toBe(3);
  });

  it('AMF3-25: says once that selectors are missing, by name and rule', () => {
    const client = testClient().connect();
    client.message(17, encodeCommand('createStream', 2, null));
    client.message(17, encodeCommand('createStream', 3, null));
    expect(client.events).toEqual([
      {
        type: 'deviated',
        code: 'amf3SelectorMissing',
        rule: 'AMF3-25',
        at: expect.any(Number),
        message: 'CommandAmf3 begins with a format selector of 0, got 2',
      },
    ]);
    expect(client.connection.deviationCounts.get('amf3SelectorMissing')).toBe(2);
  });

  it.each([15, 17])('AMF3-25: ends for a type %d without it where that is refused', (type) => {
    const client = testClient({ deviations: { amf3SelectorMissing: 'refuse' } }).publishing();
    client.message(type, encodeData('onTextData', 1), 1);
    expect(client.events).toMatchObject([
      { type: 'publishEnded' },
      { type: 'closed', fault: { code: 'amf3SelectorMissing', kind: 'peerMisbehaved' } },
    ]);
  });

  it('AMF3-24: takes arguments of a command in AMF3', () => {
    const client = testClient().connect();
    client.command('createStream', 2, null);
    client.message(17, selected(encodeCommand('publish', 5, null, avmPlus('a'), avmPlus('live'))), 1);
    expect(client.events).toMatchObject([{ type: 'publishRequested', name: 'a', publishType: 'live' }]);
  });

  it('MSG-3: hands metadata in AMF3 on as values, and as AMF0 to relay', () => {
    const client = testClient().publishing();
    const metadata = amfObject({ width: 64 });
    client.message(15, selected(encodeData('@setDataFrame', 'onMetaData', avmPlus(metadata))), 1);
    expect(client.events).toMatchObject([
      { type: 'dataReceived', handler: 'onMetaData', values: [metadata], payload: encodeData('onMetaData', metadata) },
    ]);
  });

  it('AMF3-20: reads externalizable classes that the options name', () => {
    const form: ExternalizableForm = { className: 'P', fields: [{ name: 'id', type: 'int' }] };
    const value = externalizable(form, { id: 7 });
    const client = testClient({ externalizables: [form] }).connect();
    client.command('note', 0, null, value);
    expect(client.events).toMatchObject([{ type: 'commandUnhandled', userArguments: [value] }]);
    const stranger = testClient().connect();
    stranger.command('note', 0, null, value);
    expect(stranger.events).toMatchObject([{ type: 'closed', fault: { code: 'amfClassUnknown', spec: 'AMF3-20' } }]);
  });

  it('AMF-LIM-2: ends a client whose AMF3 is past the budget', () => {
    const client = testClient({ limits: { amfDepth: 1 } }).connect();
    client.message(20, Uint8Array.of(...encodeCommand('note', 0, null), ...hex('11 09 03 01 09 01 01')));
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'amfTooComplex', limit: 'amfDepth' } }]);
  });
});
