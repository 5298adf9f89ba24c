import { hex } from '../../bytes/testing/hex.ts';
import { PACKET_LENGTH } from '../packet.ts';

/** The packets that the digest vectors are computed from: arbitrary bytes that count up, or down. */
export function vectorC1(): Uint8Array {
  const c1 = Uint8Array.from({ length: PACKET_LENGTH }, (_, at) => at);
  c1.set([0, 0, 0, 0, 0x09, 0x00, 0x7c, 0x02]);
  return c1;
}

export function vectorS1(): Uint8Array {
  const s1 = Uint8Array.from({ length: PACKET_LENGTH }, (_, at) => 255 - at);
  s1.set([0, 0, 0, 0, 0x04, 0x05, 0x00, 0x01]);
  return s1;
}

/** VEC-HS-10: what an ffmpeg 5.1.9 client says first, version and C1. It seeds its generator with a constant. */
export const FFMPEG_C0_C1 = hex(`
  03 00 00 00 00 09 00 7c 02 f7 78 55 1e ce ab 8e 1e 36 2f 07 c5 86 8a 70 b2 66 d4 02 20 e5 08 61
  18 a2 2e 36 97 d5 fc 2b 63 29 c2 2e e7 c7 c9 b0 b5 b3 45 df a8 39 8f ea 3b c8 79 20 8a 10 68 42
  5a a1 17 4c b5 72 58 cf eb e2 4d a4 2e c4 ff 9d a1 9c 7b 40 6f 18 c9 5b fd d0 4e e4 8b 6f 83 32
  14 a4 7b 8b f6 8e b0 52 54 e2 5a e9 a9 a8 b4 96 c5 49 6f 6e 9c d7 c6 8c b6 bc c8 41 69 e6 7f 3e
  37 2f fe 18 6d a8 51 38 62 c5 af de b5 a1 21 8a 86 0b ac cd d8 69 b2 53 db ab 8a 0e fb 59 a4 8c
  44 20 99 87 5e 55 b7 4f d0 7a 1b 69 af 30 3e 09 98 73 cb 77 e2 d9 e2 c4 74 1e b1 f5 06 a7 f0 b2
  96 2a f9 1f 50 51 c8 90 a3 20 99 4f 4c 8b 36 a0 1f a9 c0 f1 5f 4b 7c f7 b6 c3 81 7d a6 09 18 61
  1d 3b 02 ff 7c c9 40 38 93 75 37 d3 38 2e 41 6b d5 75 77 83 4d f9 ca f7 48 35 21 50 ce 92 d0 db
  b4 0e 87 1f c3 64 e1 8b 7e 35 69 e3 98 76 c1 ae 0c b7 9f f6 d7 ab 32 f9 f0 11 86 9c 8d a4 19 1e
  f4 6d 3c 1b c6 b7 2d 83 81 2f 22 43 d1 75 2a 41 26 32 d6 6a 20 75 f5 d3 02 f4 5c df 2b 98 b8 02
  b7 98 05 dc 48 37 d8 4e de d1 cc 42 cb a7 ee c3 13 7b f8 6d d0 b2 d7 f6 24 d5 21 a3 ff 65 5b cf
  0d f4 10 13 41 d2 30 e9 46 51 62 8e 45 a7 ab f8 18 31 01 ce 98 1e 5e 86 a6 fa ec 5c 79 aa 7e c7
  18 1e a4 59 ed 96 6e 0c 93 2a 6f 9e 4b f5 54 ab 7b 1c 90 5c de 05 4e d4 0d 2f b8 9b bf c6 57 52
  e5 8c fd e4 f2 a0 4d c3 ad 1e 5e f4 fc 64 d5 7b 07 1c 14 14 6a 45 1f 6a 04 31 56 d2 88 0f 59 57
  d7 8d fd 3f f2 b8 80 f6 24 ac 70 f2 70 94 f3 77 34 ea f1 92 4f 66 ac 3d 64 8a e2 32 93 05 44 a4
  42 0b 65 ee d4 69 6f 7f 50 fe 05 fc 94 85 16 65 0b fb 9b 65 f9 53 d8 48 e3 45 69 65 d0 d7 6b 62
  7a 84 e3 5e 9d da bd 8b 43 f0 fa da ee 45 8c df 59 eb d7 73 92 2e 0a e5 07 d5 e6 40 92 e9 0e c6
  7e d8 43 9e 8f 22 1c 75 3a 9f 92 16 f1 cb 85 b5 10 7b c7 cc 7c 4f b2 c3 ee d1 af c7 09 b1 92 f5
  0d e6 9c 1f fc a5 65 0e fb 52 3b 5f ab 59 97 ca c4 b7 ef 5a f2 bf 59 73 e6 29 3b ae 1f c1 da 49
  9b e5 51 50 77 de 4d db 3f 7f bc d7 41 71 1c 62 b7 d8 03 b8 d0 54 cf 57 81 82 71 4d 1c 44 5b d6
  92 ba 1b 83 9a 09 e7 26 6f c8 5d aa 8f ad 43 3d ab bd 20 6c de 1e a5 71 77 0c 6b fa 79 56 c2 66
  ee 84 35 eb 01 ca a6 f5 83 c0 d8 3c 33 ee fc f3 f9 7d b9 17 bd b2 99 f8 a8 9f b8 86 0a b1 cd 64
  4c 1e 82 cc e1 32 3a 9e b7 9d 25 f5 dc 57 0b 70 b4 0b b2 00 61 74 33 53 d0 53 6e cd ab d8 2f 22
  77 75 62 28 cb 54 fe 69 32 c4 c9 bd 13 0d 2b fc 70 0b f5 d8 5d a6 94 6e 96 f8 2e 0a fd 8e 9c 20
  cf ea bf 9a 6a 18 9b b1 7b be f5 39 d1 d9 e7 3e e9 66 fc b5 d6 bd bf 98 44 4d e8 65 be 16 05 e3
  40 87 b3 4c df 04 e3 af f5 5b d4 13 7c 52 2d 2e 3c 7b f2 63 4d b3 26 b2 2a 47 4d b7 f8 a0 95 2a
  b3 51 0d e5 55 39 6c 18 a3 78 a8 39 0b 73 bf f7 77 2f b2 76 0f a5 78 6a 3b 04 59 c4 5a 1d 1b 0d
  ff 4c bb b6 5d a0 ed 34 f3 21 16 c3 c2 cc 2b 95 82 51 11 bc fb b2 46 c1 50 5a a0 0c 97 0d 06 d7
  6c c9 50 ce 36 8b 22 0d b2 04 87 cb a0 2b b1 fc 54 b3 65 67 b4 29 13 d6 b8 85 06 2c d7 79 56 01
  d3 1a 4a 8e 6d 56 46 7f a5 c5 21 62 67 6f d5 26 12 25 13 c3 e4 7f 2e 6d 9d 6a 19 c4 f8 79 54 31
  a9 4c ed 03 92 21 d2 7a c6 8a 7a 77 0e 93 05 25 22 71 45 9b 71 d0 55 05 c4 97 7b 70 e9 68 51 20
  8b ac dc df 7e 68 2b 38 48 84 08 80 f1 fe c2 a3 2f b1 40 68 62 bc 83 ca d8 9a df 72 9f 3b a6 ff
  d3 fe 80 8e 84 03 e7 c6 a0 f6 dc da 32 11 89 8f 6f 16 50 5b 07 8c c7 8b 80 db 60 0d ed 2f 20 0f
  25 ff 5d cb 31 d3 2c be 20 56 b8 bd c3 10 91 63 1a bb d2 ac 28 d6 1f e3 24 80 ec 50 35 bb f3 5f
  17 33 93 f0 d5 9a 21 d2 30 0b 2d b4 b5 9e aa 63 ff e0 f9 3d 65 dc 02 85 16 90 5f 22 a9 c7 df f3
  87 c4 eb 78 c6 30 0e 7e bb b2 a6 66 3c fb e5 a9 97 7c af 57 64 ba 3f 0a ba 57 db 4e 60 51 e0 ae
  c6 e0 5b 1b da a6 49 a9 78 75 ed bc 40 bc c4 21 4b b7 fe f7 27 30 d4 36 8a cb d3 e1 0a b4 c7 64
  2a 1c 53 f9 3c a2 6d b9 c7 66 55 5b e2 6f df f0 e2 a7 21 42 5b 95 76 2b 0b 77 6f d3 e3 eb 17 31
  3d 53 12 9c 9f 34 00 3c 99 a5 19 6a 8c 6a ac b6 d6 4b 51 dd 98 b2 7c 5b 59 a7 0b d9 41 a1 ba 03
  00 fb 74 4c fc 49 9d 99 7e 6d 93 39 2d 28 a7 67 d1 16 df bc 2c b9 eb 40 54 0d 11 eb 30 4a d9 32
  23 86 fd c5 97 d5 5d 3d 1c 67 bc 54 df 35 47 9a fb 19 ea 2c d2 04 dd 33 1e fb 49 c1 e1 72 f6 bb
  89 fb f5 82 07 dc ae 6c 12 f8 a7 59 8b ef 1e 87 2c 0c 35 f2 2b 4c 29 df 10 f9 bb 1a dd 3a eb 88
  7a b5 fb 38 c0 36 b8 83 46 f7 61 c4 2f 29 5d fe 0b 43 7d fb 4f 30 a7 12 76 ab 7d 40 9c e4 24 96
  3f 9e bb 4f 1f 47 e5 2b 18 78 6f 27 9b 5a 87 22 6f 66 98 1d d6 d0 ad 11 f4 9a f3 10 55 ff 69 71
  0f da 34 57 c4 b7 85 2d b2 e3 93 6d 07 78 bf 87 9f 17 34 ad 3a 24 ff b1 ae 95 84 76 0b 9c b0 45
  2a 53 ba 09 62 ff e2 f6 05 af 52 83 0b d2 11 a5 48 88 94 cc 0b 05 22 55 04 87 11 cd 19 85 10 a9
  e9 43 bf 8b 83 91 98 45 5f bd 41 07 30 05 d3 03 99 0b 88 d9 b6 36 56 d4 3c fe c8 ed 83 74 8f 4b
  0f 0f c5 12 02 16 79 4b 22 a0 54 e5 bc 58 ab d8 c4 10 96 07 08 84 39 34 53 ce 50 96 94 af be ab
  e0
`);
