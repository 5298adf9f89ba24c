import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { property } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { decodeCommand } from '../message/command-message.ts';
import { callFailed, connectError, connectResult, onFc, onStatus, result } from './answers.ts';
import { informationObject, readInformation, STATUS_LEVELS, status } from './status.ts';

describe('answers of the server', () => {
  it('connect result, byte for byte: fmsVer, capabilities, level, code, description in this order (VEC-CMD-4, CMD-9, Q-47)', () => {
    expect(connectResult(1, {})).toEqual(
      hex(`
      02 00 07 5f 72 65 73 75 6c 74 00 3f f0 00 00 00 00 00 00 03 00 06 66 6d 73 56 65 72 02 00 0d 46
      4d 53 2f 33 2c 30 2c 31 2c 31 32 33 00 0c 63 61 70 61 62 69 6c 69 74 69 65 73 00 40 3f 00 00 00
      00 00 00 00 00 09 03 00 05 6c 65 76 65 6c 02 00 06 73 74 61 74 75 73 00 04 63 6f 64 65 02 00 1d
      4e 65 74 43 6f 6e 6e 65 63 74 69 6f 6e 2e 43 6f 6e 6e 65 63 74 2e 53 75 63 63 65 73 73 00 0b 64
      65 73 63 72 69 70 74 69 6f 6e 02 00 15 43 6f 6e 6e 65 63 74 69 6f 6e 20 73 75 63 63 65 65 64 65
      64 2e 00 0e 6f 62 6a 65 63 74 45 6e 63 6f 64 69 6e 67 00 00 00 00 00 00 00 00 00 00 00 09`),
    );
  });

  it('AMF3-27: connect result tells the object encoding that was agreed on', () => {
    const [information] = decodeCommand(connectResult(1, {}, 3)).userArguments;
    expect(property(information, 'objectEncoding')).toBe(3);
  });

  it('connect result takes further properties of either object', () => {
    const payload = connectResult(1, { properties: amfObject({ mode: 1 }), information: amfObject({ data: 'x' }) });
    const { commandObject, userArguments } = decodeCommand(payload);
    expect(property(commandObject, 'mode')).toBe(1);
    expect(property(userArguments[0], 'data')).toBe('x');
  });

  it('connect error carries the URL to go to instead (CMD-10)', () => {
    const refusal = status('NetConnection.Connect.Rejected', 'Moved.');
    const [information] = decodeCommand(connectError(1, refusal, 'rtmp://b/live')).userArguments;
    expect(readInformation(information)).toEqual(refusal);
    expect(property(property(information, 'ex'), 'redirect')).toBe('rtmp://b/live');
    expect(property(property(information, 'ex'), 'code')).toBe(302);
    expect(property(decodeCommand(connectError(1, refusal)).userArguments[0], 'ex')).toBeUndefined();
  });

  it('createStream result (VEC-CMD-8, CMD-14)', () => {
    expect(result(4, 1)).toEqual(
      hex('02 00 07 5f 72 65 73 75 6c 74 00 40 10 00 00 00 00 00 00 05 00 3f f0 00 00 00 00 00 00'),
    );
  });

  it('publish start (VEC-CMD-10, CMD-35)', () => {
    expect(onStatus(status('NetStream.Publish.Start', 'Start publishing'))).toEqual(
      hex(`
      02 00 08 6f 6e 53 74 61 74 75 73 00 00 00 00 00 00 00 00 00 05 03 00 05 6c 65 76 65 6c 02 00 06
      73 74 61 74 75 73 00 04 63 6f 64 65 02 00 17 4e 65 74 53 74 72 65 61 6d 2e 50 75 62 6c 69 73 68
      2e 53 74 61 72 74 00 0b 64 65 73 63 72 69 70 74 69 6f 6e 02 00 10 53 74 61 72 74 20 70 75 62 6c
      69 73 68 69 6e 67 00 00 09`),
    );
  });

  it('an unknown call fails by name and number (CMD-4)', () => {
    const { name, transactionId, commandObject, userArguments } = decodeCommand(callFailed(9, 'No.'));
    expect({ name, transactionId, commandObject }).toEqual({ name: '_error', transactionId: 9, commandObject: null });
    expect(readInformation(userArguments[0])).toEqual({
      level: 'error',
      code: 'NetConnection.Call.Failed',
      description: 'No.',
    });
  });

  it('onFCPublish has a transaction id and a null before its object (Q-37)', () => {
    const { name, transactionId, commandObject, userArguments } = decodeCommand(
      onFc('onFCPublish', status('NetStream.Publish.Start', 'Go.')),
    );
    expect({ name, transactionId, commandObject, userArguments }).toEqual({
      name: 'onFCPublish',
      transactionId: 0,
      commandObject: null,
      userArguments: [amfObject({ code: 'NetStream.Publish.Start', description: 'Go.' })],
    });
  });
});

describe('status (CMD-50)', () => {
  it('gives each code the level of the table', () => {
    for (const [code, level] of Object.entries(STATUS_LEVELS)) {
      expect(status(code as keyof typeof STATUS_LEVELS, '').level).toBe(level);
    }
  });

  it('puts level, code and description first, extras after', () => {
    const object = informationObject(status('NetStream.Play.Start', 'x'), amfObject({ details: 'a' }));
    expect([...object.properties.keys()]).toEqual(['level', 'code', 'description', 'details']);
  });

  it.each([undefined, null, 'text', amfObject({ level: 1 })])('reads %j of a peer as empty text', (information) => {
    expect(readInformation(information)).toEqual({ level: '', code: '', description: '' });
  });
});
