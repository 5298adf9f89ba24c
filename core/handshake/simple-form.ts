import type { Form } from './form.ts';

/** Packet 2 repeats packet 1, and that is all. */
export const SIMPLE_FORM: Form = {
  name: 'simple',
  hear: () => undefined,
  /**
   * Bytes 4 to 7 of packet 1 are zero: FFmpeg as a player takes 3 or more in the fourth for the promise of a digest and
   * gives up when it finds none (HS-26).
   */
  writePacket1: (packet1) => {
    packet1.fill(0, 4, 8);
  },
  /**
   * A repetition byte for byte, bytes 4 to 7 too, where the specification has a time: librtmp and OBS warn about anything
   * else, and nginx-rtmp does the same (HS-5, HS-24).
   */
  writePacket2: (packet2, theirPacket1) => {
    packet2.set(theirPacket1);
  },
  isAnswer: () => false,
  agreeOnCiphers: () => undefined,
};
