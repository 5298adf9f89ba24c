import { describe, expect, it } from 'vitest';
import { connect } from '../ladder.ts';
import { decodeAmf0 } from './amf0.ts';
import { concat, hex, toHex } from './bytes.ts';
import { ChunkDecoder, ChunkTrouble } from './chunk-decode.ts';
import { basicHeader, cut, h0, h1, h2, h3 } from './chunk-encode.ts';
import {
  digestOffset,
  findDigest,
  isSigned,
  KNOWN_PACKET1,
  packet2Key,
  signedPacket2,
  withDigest,
} from './handshake.ts';
import { audioPayload, readMark, videoPayload } from './media.ts';
import { encodeMessage } from './message.ts';
import * as messages from './messages.ts';
import { Random } from './random.ts';

// Bytes that were computed by other means: what the kit writes stands on its own feet.

const written = (message: ReturnType<typeof messages.ping>) => toHex(encodeMessage(message, 1, 128));

describe('messages', () => {
  it.each([
    [
      'connect',
      connect('live', 'rtmp://127.0.0.1/live'),
      '030000000000701400000000020007636f6e6e656374003ff00000000000000300036170700200046c6976650008666c61736856657202000852544d50434b2f310005746355726c02001572746d703a2f2f3132372e302e302e312f6c697665000e6f626a656374456e636f64696e67000000000000000000000009',
    ],
    [
      'createStream',
      messages.createStream(2),
      '03000000000019140000000002000c63726561746553747265616d00400000000000000005',
    ],
    [
      'publish',
      messages.publish('ck'),
      '0800000000002014010000000200077075626c69736800000000000000000005020002636b0200046c697665',
    ],
    [
      'play',
      messages.play('ck'),
      '0800000000001f1401000000020004706c617900000000000000000005020002636b00c09f400000000000',
    ],
    ['Set Chunk Size', messages.setChunkSize(4096), '02000000000004010000000000001000'],
    ['Abort', messages.abort(5), '02000000000004020000000000000005'],
    ['Acknowledgement', messages.acknowledgement(0x12345), '02000000000004030000000000012345'],
    ['Window Acknowledgement Size', messages.windowAcknowledgementSize(2_500_000), '020000000000040500000000002625a0'],
    ['Set Peer Bandwidth', messages.setPeerBandwidth(2_500_000), '020000000000050600000000002625a002'],
    ['Ping', messages.ping(), '020000000000060400000000000611223344'],
  ])('%s', (_, message, bytes) => {
    expect(written(message)).toBe(bytes);
  });
});

describe('media', () => {
  it('writes the frames of the catalogue', () => {
    expect(toHex(audioPayload({ sequence: 0, timestamp: 0 }))).toBe(
      'af0152544d50434b2041303030303030303030303030303030303134396262633363',
    );
    const video =
      '17010000000000003406053052544d50434b2d636f6e666f726d697452544d50434b205630303030303030303030303030303030323335383539306180000000126588aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
    expect(toHex(videoPayload({ sequence: 0, timestamp: 0 }))).toBe(video);
  });

  it('reads back what a frame says, and notices a changed digit', () => {
    const payload = videoPayload({ sequence: 7, timestamp: 280, key: false, size: 900 });
    expect(payload).toHaveLength(900);
    expect(readMark(payload)).toEqual({ kind: 'video', sequence: 7, timestamp: 280 });
    payload[50] = 0x39;
    expect(readMark(payload)).toBeUndefined();
  });
});

describe('the digest handshake', () => {
  it.each([
    [
      1,
      290,
      '0b441119ef46c4660e578ac88d3bf4c2d8901ff9a39c94bb92cb345f63928860',
      'c9b4bfa8650743a87fbcce8ea87abcef69670756c531d6476d141e04ce15331f',
    ],
    [
      0,
      942,
      '8e211aefe949d44221d8905aa6154973bcab5ecb43dc582f65b1de1c2f94e4d5',
      'be47901e0f17614f341c5874d282e921437abf14d7abc7583e1256bcde1e410c',
    ],
  ] as const)('schema %i', (schema, offset, digest, key) => {
    const signed = withDigest(KNOWN_PACKET1, schema, 'client');
    expect(digestOffset(signed, schema)).toBe(offset);
    expect(toHex(signed.subarray(offset, offset + 32))).toBe(digest);
    expect(toHex(packet2Key(hex(digest), 'server'))).toBe(key);
    expect(findDigest(signed, 'client')).toEqual(hex(digest));
    expect(findDigest(signed, 'server')).toBeUndefined();
    expect(isSigned(signedPacket2(new Random(1).bytes(1536), hex(digest), 'server'), hex(digest), 'server')).toBe(true);
  });
});

describe('chunks', () => {
  it.each([
    [63, undefined, '3f'],
    [64, undefined, '0000'],
    [319, undefined, '00ff'],
    [320, undefined, '010001'],
    [365, undefined, '012d01'],
    [65_599, undefined, '01ffff'],
    [65, 3, '010100'],
  ] as const)('chunk stream %i', (id, form, bytes) => {
    expect(toHex(basicHeader(0, id, form))).toBe(bytes);
  });

  it('reads every type of header, in any pieces', () => {
    const payload = new Random(3).bytes(300);
    const bytes = concat(
      ...cut(h0(70, 0x01000000, 300, 9, 1), payload, { chunkStreamId: 70, extended: 0x01000000 }),
      h0(4, 1000, 2, 8, 1),
      hex('aabb'),
      h2(4, 20),
      hex('aabb'),
      h3(4),
      hex('ccdd'),
      h1(4, 5, 1, 8),
      hex('ee'),
    );
    for (const size of [1, 7, bytes.length]) {
      const decoder = new ChunkDecoder();
      const seen = [];
      for (let at = 0; at < bytes.length; at += size) seen.push(...decoder.push(bytes.slice(at, at + size)));
      expect(seen.map(({ timestamp, payload: { length } }) => [timestamp, length])).toEqual([
        [0x01000000, 300],
        [1000, 2],
        [1020, 2],
        [1040, 2],
        [1045, 1],
      ]);
      expect(seen[0]?.payload).toEqual(payload);
      expect(decoder.isAtRest).toBe(true);
    }
  });

  it('does not guess what a chunk stream that begins with type 3 means', () => {
    expect(() => new ChunkDecoder().push(hex('c7'))).toThrow(ChunkTrouble);
  });
});

it('reads back the values that it writes', () => {
  const { payload } = messages.command('x', 5, [null, { a: 1, b: [true, 'é'] }, undefined]);
  expect(decodeAmf0(payload)).toEqual([
    'x',
    5,
    null,
    {
      kind: 'object',
      entries: [
        ['a', 1],
        ['b', { kind: 'array', items: [true, 'é'] }],
      ],
    },
    undefined,
  ]);
});
