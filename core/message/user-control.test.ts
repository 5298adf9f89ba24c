import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { encodeSetBufferLength, encodeUserControl, parseUserControl, UserControlEvent } from './user-control.ts';

const {
  StreamBegin,
  StreamEof,
  StreamDry,
  SetBufferLength,
  StreamIsRecorded,
  PingRequest,
  PingResponse,
  SwfVerificationRequest,
  SwfVerificationResponse,
  BufferEmpty,
  BufferReady,
} = UserControlEvent;

describe('User Control messages (7.1.7)', () => {
  const vectors: readonly [string, string, number, number][] = [
    ['VEC-CTL-9 MSG-21 StreamBegin 0', '00 00 00 00 00 00', StreamBegin, 0],
    ['VEC-CTL-10 MSG-21 StreamBegin 1', '00 00 00 00 00 01', StreamBegin, 1],
    ['VEC-CTL-11 MSG-22 StreamEOF', '00 01 00 00 00 01', StreamEof, 1],
    ['VEC-CTL-12 MSG-23 StreamDry', '00 02 00 00 00 01', StreamDry, 1],
    ['VEC-CTL-15 MSG-25 StreamIsRecorded', '00 04 00 00 00 01', StreamIsRecorded, 1],
    ['VEC-CTL-16 MSG-27 PingRequest', '00 06 00 00 0d 0f', PingRequest, 0xd0f],
    ['VEC-CTL-17 MSG-28 PingResponse', '00 07 00 00 0d 0f', PingResponse, 0xd0f],
    ['VEC-CTL-19 MSG-32 BufferEmpty', '00 1f 00 00 00 01', BufferEmpty, 1],
    ['VEC-CTL-20 MSG-33 BufferReady', '00 20 00 00 00 01', BufferReady, 1],
  ];

  it.each(vectors)('%s reads and writes', (_name, bytes, eventType, value) => {
    expect(parseUserControl(hex(bytes))).toEqual({ eventType, value, bufferLengthMs: 0 });
    expect(toHex(encodeUserControl(eventType, value))).toBe(bytes);
  });

  it.each([
    ['VEC-CTL-13 ffmpeg', '00 03 00 00 00 01 00 00 0b b8', 1, 3000],
    ['VEC-CTL-14 rtmpdump', '00 03 00 00 00 01 02 25 51 00', 1, 36_000_000],
    ['Q-46 GStreamer, before a stream exists', '00 03 00 00 00 00 00 00 01 2c', 0, 300],
  ])('MSG-24 SetBufferLength, %s, reads and writes', (_peer, bytes, value, bufferLengthMs) => {
    expect(parseUserControl(hex(bytes))).toEqual({ eventType: SetBufferLength, value, bufferLengthMs });
    expect(toHex(encodeSetBufferLength(value, bufferLengthMs))).toBe(bytes);
  });

  it('VEC-CTL-18 MSG-30: takes a SWF verification request with its version byte or without', () => {
    const request = { eventType: SwfVerificationRequest, value: 0, bufferLengthMs: 0 };
    expect(parseUserControl(hex('00 1a 01'))).toEqual(request);
    expect(parseUserControl(hex('00 1a'))).toEqual(request);
  });

  it('MSG-31: takes a SWF verification response of 42 bytes', () => {
    const response = new Uint8Array(44);
    response.set(hex('00 1b 01 01 00 00 00 09'));
    expect(parseUserControl(response)?.eventType).toBe(SwfVerificationResponse);
  });

  it('MSG-26 MSG-29 MSG-34 Q-45: hands on events that nobody assigned, with their 32 bits where there are any', () => {
    for (const eventType of [5, 8, 0x100, 0xffff]) {
      const head = Uint8Array.of(eventType >> 8, eventType);
      expect(parseUserControl(head)).toEqual({ eventType, value: 0, bufferLengthMs: 0 });
      expect(parseUserControl(Uint8Array.of(...head, 0xff, 0, 0, 1))).toEqual({
        eventType,
        value: 0xff000001,
        bufferLengthMs: 0,
      });
    }
  });

  it('MSG-35: says nothing of a payload shorter than its event needs', () => {
    for (const bytes of [
      '',
      '00',
      '00 06',
      '00 06 11',
      '00 06 11 22 33',
      '00 00 00 00 00',
      '00 03 00 00 00 01 00 00',
    ]) {
      expect(parseUserControl(hex(bytes))).toBeUndefined();
    }
  });

  it('ignores what follows the data', () => {
    expect(parseUserControl(hex('00 06 11 22 33 44 55 66'))).toEqual({
      eventType: PingRequest,
      value: 0x11223344,
      bufferLengthMs: 0,
    });
  });

  it('reads what it wrote, whatever the numbers', () => {
    const uint32 = fc.nat({ max: 0xffffffff });
    const eventType = fc.nat({ max: 0xffff }).filter((type) => type !== SetBufferLength);
    fc.assert(
      fc.property(eventType, uint32, uint32, (type, value, bufferLengthMs) => {
        expect(parseUserControl(encodeUserControl(type, value))).toEqual({ eventType: type, value, bufferLengthMs: 0 });
        const set = { eventType: SetBufferLength, value, bufferLengthMs };
        expect(parseUserControl(encodeSetBufferLength(value, bufferLengthMs))).toEqual(set);
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => void parseUserControl(bytes)));
  });
});
