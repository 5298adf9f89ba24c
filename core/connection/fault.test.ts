import { describe, expect, it } from 'vitest';
import { chunkMessage } from '../chunk/chunk-message.ts';
import { writeDigest } from '../handshake/digest.ts';
import { PLAYER } from '../handshake/identity.ts';
import { encodeCommand } from '../message/command-message.ts';
import { encodeData } from '../message/data-message.ts';
import type { DeviationCode } from './deviation.ts';
import { DEVIATIONS } from './deviation.ts';
import type { Fault } from './fault.ts';
import { FAULT_CODES } from './fault.ts';
import type { ServerConnectionOptions } from './options.ts';
import type { TestClient } from './testing/server.ts';
import { testClient } from './testing/server.ts';

type Scenario = (client: TestClient) => void;

/** How each fault comes about, with the options it takes. */
const FAULTS: { [code in keyof typeof FAULT_CODES]: readonly [Partial<ServerConnectionOptions>, Scenario] } = {
  looksLikeTls: [{}, (client) => client.bytes(Uint8Array.of(0x16, 3, 1))],
  looksLikeHttp: [{}, (client) => client.bytes(ascii('POST / HTTP/1.1'))],
  handshakeVersion: [{}, (client) => client.bytes(Uint8Array.of(31))],
  encryptionUnsupported: [{}, (client) => client.bytes(Uint8Array.of(8))],
  publicKeyInvalid: [{ rtmpe: true }, (client) => client.bytes(withoutPublicKey())],
  chunkHeaderMissing: [{}, (client) => client.connect().bytes(Uint8Array.of(0xc9))],
  chunkSizeInvalid: [{}, (client) => client.connect().message(1, Uint8Array.of(0, 0, 0, 0))],
  protocolControlTooShort: [{}, (client) => client.connect().message(3, Uint8Array.of(1))],
  amfMalformed: [{}, (client) => client.connect().message(20, Uint8Array.of(5))],
  amfClassUnknown: [{}, (client) => client.connect().message(20, Uint8Array.of(0x11, 0x0a, 7, 3, 0x50))],
  commandBeforeConnect: [{}, (client) => [client.shakeHands(), client.command('createStream', 2, null)]],
  messageBeforeConnect: [{}, (client) => [client.shakeHands(), client.message(8, new Uint8Array(1))]],
  connectRepeated: [{}, (client) => [client.connect().command('connect', 1, null), client.end()]],
  messageTooLong: [
    { limits: { messageLength: 9 } },
    (client) => [client.shakeHands(), client.message(9, new Uint8Array(10))],
  ],
  chunkSizeTooSmall: [
    { limits: { smallestChunkSize: 64 } },
    (client) => client.connect().message(1, Uint8Array.of(0, 0, 0, 63)),
  ],
  tooManyChunkStreams: [
    { limits: { chunkStreams: 2 } },
    (client) => [
      client.connect(),
      client.message(9, new Uint8Array(1)),
      client.bytes(video(1)),
      client.bytes(Uint8Array.of(7, ...new Uint8Array(11))),
    ],
  ],
  tooManyUnfinishedBytes: [
    { limits: { unfinishedBytes: 200 } },
    (client) => client.publishing().bytes(video(1000).subarray(0, 400)),
  ],
  tooManyHeldBytes: [
    { limits: { heldBytes: 9 } },
    (client) => [client.shakeHands(), client.command('connect', 1, null), client.bytes(new Uint8Array(10))],
  ],
  commandTooLong: [
    { limits: { commandLength: 90 } },
    (client) => client.connect().command('x', 1, null, 'x'.repeat(90)),
  ],
  amfTooComplex: [
    { limits: { amfValues: 9 } },
    (client) => client.connect().command('x', 1, null, ...Array(9).fill(1)),
  ],
  sendBacklog: [
    { limits: { sendBacklogMax: 9000 } },
    (client) => {
      const media = { messageStreamId: 1, media: 'video' as const, timestamp: 0, payload: new Uint8Array(9000) };
      client.playing().take(client.connection.sendMedia(media, 0));
    },
  ],
  handshakeTimeout: [{}, (client) => client.wait(10_000)],
  connectTimeout: [{}, (client) => [client.shakeHands(), client.wait(10_000)]],
  decisionTimeout: [
    {},
    (client) => [client.shakeHands(), client.command('connect', 1, null), client.wait(30_000), client.end()],
  ],
  idleTimeout: [{}, (client) => client.connect().wait(60_000)],
  endedInHandshake: [{}, (client) => client.end()],
  endedInMessage: [{}, (client) => [client.connect().bytes(Uint8Array.of(4)), client.end()]],
};

/** How each deviation comes about, but for those of servers: handshake-forms.test.ts and reconnect.test.ts have them. */
const DEVIATING: { [code in Exclude<DeviationCode, 'digestMissing' | 'reconnectUrlUnusable'>]: Scenario } = {
  echoMismatch: (client) => client.shakeHands(),
  extendedTimestampOmitted: (client) => client.publishing().bytes(withoutContinuationFields(extendedVideo())),
  extendedTimestampZeroed: (client) => client.publishing().bytes(withZeroedContinuationFields(extendedVideo())),
  extendedDeltaAbsolute: (client) => [
    client.publishing().bytes(chunkMessage(message(0x50000000, 1), 128)),
    client.bytes(Uint8Array.of(0x46, 0xff, 0xff, 0xff, 0, 0, 1, 9, 0x50, 0, 0, 40, 7)),
  ],
  typeThreeAfterTypeZeroJump: (client) =>
    client.publishing().bytes(Uint8Array.of(...chunkMessage(message(20_000, 1), 128), 0xc6, 7)),
  typeOneFirst: (client) => client.connect().bytes(Uint8Array.of(0x46, 0, 0, 0, 0, 0, 1, 9, 7)),
  headerInsideMessage: (client) =>
    client.publishing().bytes(Uint8Array.of(...video(300).subarray(0, 140), ...video(5))),
  chunkSizeClamped: (client) => client.connect().message(1, Uint8Array.of(8, 0, 0, 0)),
  messageStreamIdUnknown: (client) => client.publishing().message(9, new Uint8Array(1), 0),
  acknowledgementMissing: (client) => [client.playing().take(client.connection.ping(0)), sendMuch(client)],
  acknowledgementIncrements: (client) => [
    client.playing().message(3, Uint8Array.of(0, 0, 0, 9)),
    client.message(3, Uint8Array.of(0, 0, 0, 9)),
  ],
  peerBandwidthMalformed: (client) => client.connect().message(6, Uint8Array.of(0, 0, 9, 0)),
  userControlMalformed: (client) => client.connect().message(4, Uint8Array.of(0)),
  amf3SelectorMissing: (client) => client.connect().message(17, encodeCommand('x', 0, null)),
  unknownMessageType: (client) => client.connect().message(7, new Uint8Array(1)),
  aggregateMalformed: (client) => client.publishing().message(22, Uint8Array.of(8), 1),
  sharedObjectMalformed: (client) => client.connect().message(19, Uint8Array.of(0)),
  connectObjectMalformed: (client) => [client.shakeHands(), client.command('connect', 1, null)],
  commandEmpty: (client) => client.connect().message(20, new Uint8Array(0)),
  commandTailMalformed: (client) =>
    client.connect().message(20, Uint8Array.of(...encodeCommand('createStream', 2, null), 0)),
  dataMalformed: (client) => client.publishing().message(18, Uint8Array.of(0, 0, 0, 0), 1),
  mediaWithoutPublish: (client) => client.connect().message(9, new Uint8Array(1), 1),
  transactionUnknown: (client) => client.connect().message(20, encodeCommand('_result', 7, null)),
};

describe('FAULT_CODES', () => {
  it.each(Object.keys(FAULT_CODES) as (keyof typeof FAULT_CODES)[])(
    '%s is reached, with its kind and section',
    (code) => {
      const [options, scenario] = FAULTS[code];
      const client = testClient(options);
      scenario(client);
      const { kind, spec } = FAULT_CODES[code];
      expect(faultOf(client)).toMatchObject({ kind, code, spec });
      expect(faultOf(client)?.message).toMatch(/\S/);
      expect(client.events.filter((event) => event.type === 'closed')).toHaveLength(1);
    },
  );
});

describe('DEVIATIONS', () => {
  it('are counted one by one, also where one read holds many', () => {
    const client = testClient().publishing();
    const chunks = withoutContinuationFields(extendedVideo());
    client.bytes(Uint8Array.of(...chunks, ...chunks));
    expect(client.connection.deviationCounts.get('extendedTimestampOmitted')).toBe(4);
    expect(testClient().connection.deviationCounts.size).toBe(0);
    expect(client.events.filter((event) => event.type === 'deviated')).toHaveLength(1);
  });

  const codes = Object.keys(DEVIATING) as (keyof typeof DEVIATING)[];

  it.each(codes)('%s is reported by its rule where it is accepted', (code) => {
    const client = testClient({ deviations: { [code]: 'accept' }, windowAcknowledgementSize: 1000 });
    const events = keepAll(client);
    DEVIATING[code](client);
    const { rule } = DEVIATIONS[code];
    expect(events).toContainEqual(expect.objectContaining({ type: 'deviated', code, rule }));
    expect(client.connection.deviationCounts.get(code)).toBeGreaterThan(0);
    expect(client.connection.isClosed).toBe(false);
  });

  it.each(codes)('%s is a fault where it is refused', (code) => {
    const client = testClient({ deviations: { [code]: 'refuse' }, windowAcknowledgementSize: 1000 });
    const events = keepAll(client);
    try {
      DEVIATING[code](client);
    } catch (error) {
      expect(error).toEqual(new Error('nothing was requested')); // the scenario went on where the connection did not
    }
    expect(events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'peerMisbehaved', code, spec: DEVIATIONS[code].spec },
    });
  });
});

function faultOf(client: TestClient): Fault | undefined {
  const last = client.events.at(-1);
  return last?.type === 'closed' ? last.fault : undefined;
}

/** All events of a client, also those that its helpers throw away. */
function keepAll(client: TestClient) {
  const kept: unknown[] = [];
  const { push } = client.events;
  client.events.push = (...events) => {
    kept.push(...events);
    return push.apply(client.events, events);
  };
  return kept;
}

/** C0 and C1 of a client that wants encryption, with a digest but zeros for a public key. */
function withoutPublicKey(): Uint8Array {
  const bytes = new Uint8Array(1537);
  bytes[0] = 6;
  writeDigest(bytes.subarray(1), 'digestSecond', PLAYER.shortKey);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function message(timestamp: number, length: number) {
  return { chunkStreamId: 6, timestamp, messageTypeId: 9, messageStreamId: 1, payload: new Uint8Array(length).fill(7) };
}

function video(length: number): Uint8Array {
  return chunkMessage(message(40, length), 128);
}

/** Chunks: 1 + 11 + 4 + 128, 1 + 4 + 128, 1 + 4 + 44 bytes. */
function extendedVideo(): Uint8Array {
  return chunkMessage(message(0x01000000, 300), 128);
}

function withoutContinuationFields(chunks: Uint8Array): Uint8Array {
  return chunks.filter((_, at) => !(at >= 145 && at < 149) && !(at >= 278 && at < 282));
}

function withZeroedContinuationFields(chunks: Uint8Array): Uint8Array {
  return chunks.map((byte, at) => ((at >= 145 && at < 149) || (at >= 278 && at < 282) ? 0 : byte));
}

function sendMuch(client: TestClient): void {
  const payload = encodeData('x', 'y'.repeat(9000));
  client.take(client.connection.sendData({ messageStreamId: 1, timestamp: 0, payload }, 0));
  client.take(client.connection.transmitted(9000, 0));
}
