import { describe, expect, it } from 'vitest';
import { amfObject, ecmaArray } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { property } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { decodeCommand, encodeCommand } from '../message/command-message.ts';
import { connectCommandObject, readConnect } from './connect-command.ts';

function connect(commandObject: AmfValue, ...userArguments: readonly AmfValue[]) {
  return readConnect({ name: 'connect', transactionId: 1, commandObject, userArguments });
}

describe('readConnect (7.2.1.1)', () => {
  it('reads the connect of an ffmpeg publisher (VEC-CMD-1, CMD-5)', () => {
    const payload = hex(`
      02 00 07 63 6f 6e 6e 65 63 74 00 3f f0 00 00 00 00 00 00 03 00 03 61 70 70 02 00 04 6c 69 76 65
      00 04 74 79 70 65 02 00 0a 6e 6f 6e 70 72 69 76 61 74 65 00 08 66 6c 61 73 68 56 65 72 02 00 24
      46 4d 4c 45 2f 33 2e 30 20 28 63 6f 6d 70 61 74 69 62 6c 65 3b 20 4c 61 76 66 35 39 2e 32 37 2e
      31 30 30 29 00 05 74 63 55 72 6c 02 00 1b 72 74 6d 70 3a 2f 2f 31 32 37 2e 30 2e 30 2e 31 3a 31
      39 39 39 33 2f 6c 69 76 65 00 00 09`);
    const read = readConnect(decodeCommand(payload));
    expect(read).toMatchObject({
      app: 'live',
      tcUrl: 'rtmp://127.0.0.1:19993/live',
      flashVer: 'FMLE/3.0 (compatible; Lavf59.27.100)',
      objectEncoding: 0,
      userArguments: [],
      deviation: undefined,
    });
    expect([...read.commandObject.properties.keys()]).toEqual(['app', 'type', 'flashVer', 'tcUrl']);
  });

  it('takes an ECMA array for the command object, and says so (Q-33)', () => {
    const read = connect(ecmaArray({ app: 'live', tcUrl: 'rtmp://h/live' }));
    expect(read).toMatchObject({
      app: 'live',
      tcUrl: 'rtmp://h/live',
      commandObject: amfObject({ app: 'live', tcUrl: 'rtmp://h/live' }),
    });
    expect(read.deviation).toContain('got an ECMA array');
  });

  it.each([null, undefined, 'live', 1])('takes %s for a command object without properties', (commandObject) => {
    const read = connect(commandObject);
    expect(read).toMatchObject({ app: '', tcUrl: '', flashVer: '', objectEncoding: 0, commandObject: amfObject() });
    expect(read.deviation).toContain('got none');
  });

  // GStreamer in shells, devices, PRISM Live, OBS with an empty app, old libraries.
  it.each([
    [{ tcUrl: "'rtmp://h/live" }, 'rtmp://h/live'],
    [{ tcUrl: "'rtmp://h/live'" }, 'rtmp://h/live'],
    [{ tcUrl: '"rtmp://h/live"' }, 'rtmp://h/live'],
    [{ tcUrl: ' rtmp://h/live ' }, 'rtmp://h/live'],
    [{ tcurl: 'rtmp://h/live' }, 'rtmp://h/live'],
    [{ TCURL: 'rtmp://h/live' }, 'rtmp://h/live'],
    [{ tcurl: 'rtmp://other', tcUrl: 'rtmp://h/live' }, 'rtmp://h/live'],
    [{ tcUrl: 'rtmp://h//' }, 'rtmp://h//'],
    [{ tcUrl: 'rtmp://h:1935/live?key=1&b=%2F' }, 'rtmp://h:1935/live?key=1&b=%2F'],
    [{ tcUrl: '' }, ''],
    [{ tcUrl: null }, ''],
    [{}, ''],
  ])('reads the tcUrl of %j as "%s" (Q-34)', (properties, tcUrl) => {
    expect(connect(amfObject(properties))).toMatchObject({ tcUrl, deviation: undefined });
  });

  it('keeps what it does not know, and the arguments after the object', () => {
    const commandObject = amfObject({ app: 'live', fourCcList: 'x', objectEncoding: 3 });
    expect(connect(commandObject, 'a', 1)).toMatchObject({ commandObject, objectEncoding: 3, userArguments: ['a', 1] });
  });
});

describe('connectCommandObject (CMD-5)', () => {
  it('says what players say, then what the embedder adds', () => {
    const object = connectCommandObject({
      app: 'live',
      tcUrl: 'rtmp://h/live',
      properties: amfObject({ type: 'nonprivate' }),
    });
    expect([...object.properties.keys()].slice(0, 3)).toEqual(['app', 'flashVer', 'tcUrl']);
    expect(property(object, 'type')).toBe('nonprivate');
    const read = readConnect(decodeCommand(encodeCommand('connect', 1, object)));
    expect(read).toMatchObject({
      app: 'live',
      tcUrl: 'rtmp://h/live',
      flashVer: 'LNX 9,0,124,2',
      deviation: undefined,
    });
  });

  it('names every old codec, and seeking (CMD-6, CMD-7, CMD-8)', () => {
    const object = connectCommandObject({ app: '', tcUrl: '' });
    const flags = ['audioCodecs', 'videoCodecs', 'videoFunction'].map((name) => property(object, name));
    expect(flags).toEqual([0x0fff, 0x00ff, 1]);
  });

  it('says the flashVer it is given', () => {
    expect(property(connectCommandObject({ app: '', tcUrl: '', flashVer: 'X 1' }), 'flashVer')).toBe('X 1');
    expect(property(connectCommandObject({ app: '', tcUrl: '', objectEncoding: 3 }), 'objectEncoding')).toBe(3);
  });
});
