import { amfObject } from '../../amf/make-value.ts';
import type { AmfValue } from '../../amf/value.ts';
import type { CommandMessage } from '../command-message.ts';

/** A command as a real program sent it, or as it was worked out by hand, and what it says. */
export interface CommandVector {
  readonly name: string;
  readonly meaning: string;
  readonly bytes: string;
  readonly command: CommandMessage;
}

function request(name: string, transactionId: number, ...userArguments: AmfValue[]): CommandMessage {
  return { name, transactionId, commandObject: null, userArguments };
}

export const COMMAND_VECTORS: readonly CommandVector[] = [
  {
    name: 'VEC-CMD-1',
    meaning: 'connect by an ffmpeg publisher',
    bytes: `
      02 00 07 63 6f 6e 6e 65 63 74 00 3f f0 00 00 00 00 00 00 03 00 03 61 70 70 02 00 04 6c 69 76 65
      00 04 74 79 70 65 02 00 0a 6e 6f 6e 70 72 69 76 61 74 65 00 08 66 6c 61 73 68 56 65 72 02 00 24
      46 4d 4c 45 2f 33 2e 30 20 28 63 6f 6d 70 61 74 69 62 6c 65 3b 20 4c 61 76 66 35 39 2e 32 37 2e
      31 30 30 29 00 05 74 63 55 72 6c 02 00 1b 72 74 6d 70 3a 2f 2f 31 32 37 2e 30 2e 30 2e 31 3a 31
      39 39 39 33 2f 6c 69 76 65 00 00 09`,
    command: {
      name: 'connect',
      transactionId: 1,
      commandObject: amfObject({
        app: 'live',
        type: 'nonprivate',
        flashVer: 'FMLE/3.0 (compatible; Lavf59.27.100)',
        tcUrl: 'rtmp://127.0.0.1:19993/live',
      }),
      userArguments: [],
    },
  },
  {
    name: 'VEC-CMD-2',
    meaning: 'connect by an ffmpeg player',
    bytes: `
      02 00 07 63 6f 6e 6e 65 63 74 00 3f f0 00 00 00 00 00 00 03 00 03 61 70 70 02 00 04 6c 69 76 65
      00 08 66 6c 61 73 68 56 65 72 02 00 0d 4c 4e 58 20 39 2c 30 2c 31 32 34 2c 32 00 05 74 63 55 72
      6c 02 00 1b 72 74 6d 70 3a 2f 2f 31 32 37 2e 30 2e 30 2e 31 3a 31 39 39 39 30 2f 6c 69 76 65 00
      04 66 70 61 64 01 00 00 0c 63 61 70 61 62 69 6c 69 74 69 65 73 00 40 2e 00 00 00 00 00 00 00 0b
      61 75 64 69 6f 43 6f 64 65 63 73 00 40 af ce 00 00 00 00 00 00 0b 76 69 64 65 6f 43 6f 64 65 63
      73 00 40 6f 80 00 00 00 00 00 00 0d 76 69 64 65 6f 46 75 6e 63 74 69 6f 6e 00 3f f0 00 00 00 00
      00 00 00 00 09`,
    command: {
      name: 'connect',
      transactionId: 1,
      commandObject: amfObject({
        app: 'live',
        flashVer: 'LNX 9,0,124,2',
        tcUrl: 'rtmp://127.0.0.1:19990/live',
        fpad: false,
        capabilities: 15,
        audioCodecs: 4071,
        videoCodecs: 252,
        videoFunction: 1,
      }),
      userArguments: [],
    },
  },
  {
    name: 'VEC-CMD-3',
    meaning: 'connect by rtmpdump -v',
    bytes: `
      02 00 07 63 6f 6e 6e 65 63 74 00 3f f0 00 00 00 00 00 00 03 00 03 61 70 70 02 00 09 6c 69 76 65
      2f 69 6e 73 74 00 08 66 6c 61 73 68 56 65 72 02 00 0e 4c 4e 58 20 31 30 2c 30 2c 33 32 2c 31 38
      00 05 74 63 55 72 6c 02 00 20 72 74 6d 70 3a 2f 2f 31 32 37 2e 30 2e 30 2e 31 3a 31 39 39 39 38
      2f 6c 69 76 65 2f 69 6e 73 74 00 04 66 70 61 64 01 00 00 0c 63 61 70 61 62 69 6c 69 74 69 65 73
      00 40 2e 00 00 00 00 00 00 00 0b 61 75 64 69 6f 43 6f 64 65 63 73 00 40 a8 ee 00 00 00 00 00 00
      0b 76 69 64 65 6f 43 6f 64 65 63 73 00 40 6f 80 00 00 00 00 00 00 0d 76 69 64 65 6f 46 75 6e 63
      74 69 6f 6e 00 3f f0 00 00 00 00 00 00 00 00 09`,
    command: {
      name: 'connect',
      transactionId: 1,
      commandObject: amfObject({
        app: 'live/inst',
        flashVer: 'LNX 10,0,32,18',
        tcUrl: 'rtmp://127.0.0.1:19998/live/inst',
        fpad: false,
        capabilities: 15,
        audioCodecs: 3191,
        videoCodecs: 252,
        videoFunction: 1,
      }),
      userArguments: [],
    },
  },
  {
    name: 'VEC-CMD-4',
    meaning: '_result to connect',
    bytes: `
      02 00 07 5f 72 65 73 75 6c 74 00 3f f0 00 00 00 00 00 00 03 00 06 66 6d 73 56 65 72 02 00 0d 46
      4d 53 2f 33 2c 30 2c 31 2c 31 32 33 00 0c 63 61 70 61 62 69 6c 69 74 69 65 73 00 40 3f 00 00 00
      00 00 00 00 00 09 03 00 05 6c 65 76 65 6c 02 00 06 73 74 61 74 75 73 00 04 63 6f 64 65 02 00 1d
      4e 65 74 43 6f 6e 6e 65 63 74 69 6f 6e 2e 43 6f 6e 6e 65 63 74 2e 53 75 63 63 65 73 73 00 0b 64
      65 73 63 72 69 70 74 69 6f 6e 02 00 15 43 6f 6e 6e 65 63 74 69 6f 6e 20 73 75 63 63 65 65 64 65
      64 2e 00 0e 6f 62 6a 65 63 74 45 6e 63 6f 64 69 6e 67 00 00 00 00 00 00 00 00 00 00 00 09`,
    command: {
      name: '_result',
      transactionId: 1,
      commandObject: amfObject({ fmsVer: 'FMS/3,0,1,123', capabilities: 31 }),
      userArguments: [
        amfObject({
          level: 'status',
          code: 'NetConnection.Connect.Success',
          description: 'Connection succeeded.',
          objectEncoding: 0,
        }),
      ],
    },
  },
  {
    name: 'VEC-CMD-5',
    meaning: 'releaseStream "test?key=1", transaction 2',
    bytes: `
      02 00 0d 72 65 6c 65 61 73 65 53 74 72 65 61 6d 00 40 00 00 00 00 00 00 00 05 02 00 0a 74 65 73
      74 3f 6b 65 79 3d 31`,
    command: request('releaseStream', 2, 'test?key=1'),
  },
  {
    name: 'VEC-CMD-6',
    meaning: 'FCPublish "test?key=1", transaction 3',
    bytes: `
      02 00 09 46 43 50 75 62 6c 69 73 68 00 40 08 00 00 00 00 00 00 05 02 00 0a 74 65 73 74 3f 6b 65
      79 3d 31`,
    command: request('FCPublish', 3, 'test?key=1'),
  },
  {
    name: 'VEC-CMD-7',
    meaning: 'createStream, transaction 4',
    bytes: '02 00 0c 63 72 65 61 74 65 53 74 72 65 61 6d 00 40 10 00 00 00 00 00 00 05',
    command: request('createStream', 4),
  },
  {
    name: 'VEC-CMD-8',
    meaning: '_result to createStream (transaction 4), stream 1',
    bytes: '02 00 07 5f 72 65 73 75 6c 74 00 40 10 00 00 00 00 00 00 05 00 3f f0 00 00 00 00 00 00',
    command: request('_result', 4, 1),
  },
  {
    name: 'VEC-CMD-9',
    meaning: 'publish "test?key=1" "live", transaction 5, on message stream 1',
    bytes: `
      02 00 07 70 75 62 6c 69 73 68 00 40 14 00 00 00 00 00 00 05 02 00 0a 74 65 73 74 3f 6b 65 79 3d
      31 02 00 04 6c 69 76 65`,
    command: request('publish', 5, 'test?key=1', 'live'),
  },
  {
    name: 'VEC-CMD-10',
    meaning: 'onStatus NetStream.Publish.Start',
    bytes: `
      02 00 08 6f 6e 53 74 61 74 75 73 00 00 00 00 00 00 00 00 00 05 03 00 05 6c 65 76 65 6c 02 00 06
      73 74 61 74 75 73 00 04 63 6f 64 65 02 00 17 4e 65 74 53 74 72 65 61 6d 2e 50 75 62 6c 69 73 68
      2e 53 74 61 72 74 00 0b 64 65 73 63 72 69 70 74 69 6f 6e 02 00 10 53 74 61 72 74 20 70 75 62 6c
      69 73 68 69 6e 67 00 00 09`,
    command: request(
      'onStatus',
      0,
      amfObject({ level: 'status', code: 'NetStream.Publish.Start', description: 'Start publishing' }),
    ),
  },
  {
    name: 'VEC-CMD-11',
    meaning: 'play "test" with start -2000, transaction 4',
    bytes: `
      02 00 04 70 6c 61 79 00 40 10 00 00 00 00 00 00 05 02 00 04 74 65 73 74 00 c0 9f 40 00 00 00 00
      00`,
    command: request('play', 4, 'test', -2000),
  },
  {
    name: 'VEC-CMD-12',
    meaning: 'getStreamLength "test", transaction 3, message stream 0',
    bytes: `
      02 00 0f 67 65 74 53 74 72 65 61 6d 4c 65 6e 67 74 68 00 40 08 00 00 00 00 00 00 05 02 00 04 74
      65 73 74`,
    command: request('getStreamLength', 3, 'test'),
  },
  {
    name: 'VEC-CMD-13',
    meaning: 'FCSubscribe "test?k=v", transaction 3',
    bytes: `
      02 00 0b 46 43 53 75 62 73 63 72 69 62 65 00 40 08 00 00 00 00 00 00 05 02 00 08 74 65 73 74 3f
      6b 3d 76`,
    command: request('FCSubscribe', 3, 'test?k=v'),
  },
  {
    name: 'VEC-CMD-14',
    meaning: 'FCUnpublish "test?key=1", transaction 6',
    bytes: `
      02 00 0b 46 43 55 6e 70 75 62 6c 69 73 68 00 40 18 00 00 00 00 00 00 05 02 00 0a 74 65 73 74 3f
      6b 65 79 3d 31`,
    command: request('FCUnpublish', 6, 'test?key=1'),
  },
  {
    name: 'VEC-CMD-15',
    meaning: 'deleteStream 1, transaction 7',
    bytes: `
      02 00 0c 64 65 6c 65 74 65 53 74 72 65 61 6d 00 40 1c 00 00 00 00 00 00 05 00 3f f0 00 00 00 00
      00 00`,
    command: request('deleteStream', 7, 1),
  },
  {
    name: 'VEC-CMD-18',
    meaning: 'onStatus NetConnection.Connect.ReconnectRequest with tcUrl',
    bytes: `
      02 00 08 6f 6e 53 74 61 74 75 73 00 00 00 00 00 00 00 00 00 05 03 00 05 6c 65 76 65 6c 02 00 06
      73 74 61 74 75 73 00 04 63 6f 64 65 02 00 26 4e 65 74 43 6f 6e 6e 65 63 74 69 6f 6e 2e 43 6f 6e
      6e 65 63 74 2e 52 65 63 6f 6e 6e 65 63 74 52 65 71 75 65 73 74 00 05 74 63 55 72 6c 02 00 15 72
      74 6d 70 3a 2f 2f 62 2e 65 78 61 6d 70 6c 65 2f 6c 69 76 65 00 0b 64 65 73 63 72 69 70 74 69 6f
      6e 02 00 06 6d 6f 76 69 6e 67 00 00 09`,
    command: request(
      'onStatus',
      0,
      amfObject({
        level: 'status',
        code: 'NetConnection.Connect.ReconnectRequest',
        tcUrl: 'rtmp://b.example/live',
        description: 'moving',
      }),
    ),
  },
];
