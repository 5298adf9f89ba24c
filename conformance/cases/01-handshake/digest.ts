import type { Finding, Run, Step } from '../../kit/case.ts';
import { packetAt, sendConnect, sendEcho, sendOpening, withVersion } from '../../kit/handshake-steps.ts';
import { handshakePacket, result } from '../../kit/matchers.ts';
import { check, defineCases, expect } from '../../kit/steps.ts';
import { equal } from '../../kit/wire/bytes.ts';
import {
  digestOffset,
  findDigest,
  isSigned,
  KNOWN_PACKET1,
  type Schema,
  withDigest,
  withPointer,
} from '../../kit/wire/handshake.ts';

/** What a server makes of a C1 that holds a digest, or looks as if it did. */
export const digestCases = defineCases([
  {
    id: '1.16',
    title: 'Non-zero C1 field without digest',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['P', 'HS-13', 'Q-3'],
    clause: 'Encoders write a version into C1 and no digest: that is the simple handshake.',
    script: simpleWith(withVersion(0x80000702)),
  },
  {
    id: '1.17',
    title: 'Digest handshake, schema 1',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['P', 'HS-16', 'HS-17', 'HS-20', 'Q-2', 'Q-4'],
    clause: 'A C1 with a digest at the pointer of byte 8 is answered by an S1 with a digest and an S2 that is signed.',
    script: digestWith(1, KNOWN_PACKET1),
  },
  {
    id: '1.18',
    title: 'Digest handshake, schema 0',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['P', 'HS-16', 'HS-17', 'HS-20', 'Q-2', 'Q-4'],
    clause: 'The same for a digest at the pointer of byte 772.',
    script: digestWith(0, KNOWN_PACKET1),
  },
  {
    id: '1.19',
    title: 'Digest near miss',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['P', 'HS-13', 'Q-2'],
    clause: 'A digest that does not verify is no digest: the simple handshake follows, not an end.',
    script: simpleWith(() => {
      const signed = withDigest(KNOWN_PACKET1, 1, 'client');
      const at = digestOffset(signed, 1);
      signed[at] = (signed[at] ?? 0) ^ 1;
      return signed;
    }),
  },
  {
    id: '1.20',
    title: 'Digest offsets at the edges',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    hostile: true,
    refs: ['P', 'HS-15', 'HS-18'],
    clause: 'The offset is the sum of four bytes modulo 728: sums of 0, 727, 728 and 1020 lead to digests within C1.',
    script: () => ({ runs: edges() }),
  },
]);

function* edges(): Generator<Run> {
  for (const schema of [1, 0] as const) {
    for (const sum of [0, 727, 728, 1020]) {
      const steps = digestWith(schema, withPointer(KNOWN_PACKET1, schema, sum));
      yield { label: `schema ${schema}, sum ${sum}`, steps };
    }
  }
}

/** The digest handshake with this packet 1, signed. */
function digestWith(schema: Schema, packet: Uint8Array): readonly Step[] {
  const signed = withDigest(packet, schema, 'client');
  const digest = signed.subarray(digestOffset(signed, schema), digestOffset(signed, schema) + 32);
  return [
    sendOpening({ change: () => signed }),
    expect(handshakePacket(2)),
    check('a digest in S1, and S2 signed', (scene): Finding => {
      const s2 = packetAt(scene, 2);
      if (equal(s2.subarray(8), signed.subarray(8))) return { tag: 'simple-reply' };
      if (findDigest(packetAt(scene, 1), 'server') === undefined) return { expected: 'a digest in S1', actual: 'none' };
      return isSigned(s2, digest, 'server')
        ? undefined
        : { expected: 'S2 signed with the digest of C1', actual: 'another signature' };
    }),
    sendEcho(),
    sendConnect(),
    expect(result(1)),
  ];
}

/** Ends as a simple handshake, whatever C1 looks like. */
function simpleWith(change: (packet: Uint8Array) => Uint8Array): readonly Step[] {
  return [
    sendOpening({ change }),
    expect(handshakePacket(2)),
    check('S2 repeats C1', (scene): Finding => {
      const isEcho = equal(packetAt(scene, 2).subarray(8), change(scene.line('A').ourPacket1).subarray(8));
      return isEcho ? undefined : { expected: 'bytes 8 to 1535 of C1', actual: 'others' };
    }),
    sendEcho(),
    sendConnect(),
    expect(result(1)),
  ];
}
