import { describe, expect, it } from 'vitest';
import {
  amfObject,
  CapsEx,
  capabilityProperties,
  NO_CAPABILITIES,
  OUR_CAPABILITIES,
  readCapabilities,
  strictArray,
} from '../../core/index.ts';
import { createLiveServer, type LiveServerOptions } from './live-server.ts';
import { Stage, type StageClient, type StageMessage } from './testing/stage.ts';

type Properties = Parameters<typeof amfObject>[0];

const V1 = { fourCcList: strictArray(['hvc1', 'avc1', 'mp4a']) };
const MULTITRACK = { capsEx: CapsEx.multitrack };
const RELAY = capabilityProperties(OUR_CAPABILITIES);

async function playing(stage: Stage, properties: Properties = {}): Promise<StageClient> {
  const client = stage.open('live', undefined, { properties: amfObject(properties) });
  await stage.settle();
  client.run((connection, now) => connection.createStream(now));
  await stage.settle();
  client.run((connection, now) => connection.play(1, { name: 'a' }, now));
  await stage.settle();
  return client;
}

const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (digits) => Number.parseInt(digits, 16));
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function message(media: 'audio' | 'video', timestamp: number, bytes: string): StageMessage {
  return { media, timestamp, payload: hex(bytes) };
}

function payloads({ media }: StageClient): string[] {
  return media.map(({ payload }) => toHex(payload));
}

/** Two tracks of each medium in one message each, then more of the default ones. */
const MESSAGES = [
  message('video', 0, '9610 61766331 00 000001 aa 01 000001 bb'),
  message('audio', 0, '9510 6d703461 00 000001 aa 01 000001 bb'),
  message('video', 7, '9613 61766331 00 000001 cc 01 000001 dd'),
  message('audio', 9, '9511 6d703461 00 000001 cc 01 000001 dd'),
  message('video', 40, 'a3 61766331 ee'),
];

const ALL = MESSAGES.map(({ payload }) => toHex(payload));
const ONE_TRACK = ['9061766331aa', '906d703461aa', '9361766331cc', '916d703461cc', 'a361766331ee'];
const LEGACY = ['1700000000aa', 'af00aa', '1701000000cc', 'af01cc', '2701000000ee'];

/** What a player that waited gets, and what one that comes late, when `MESSAGES` are published. */
async function shown(properties: Properties, options?: LiveServerOptions): Promise<string[]> {
  const stage = new Stage(options);
  const early = await playing(stage, properties);
  const publisher = await stage.publisher();
  publisher.send(...MESSAGES);
  await stage.settle();
  const late = await playing(stage, properties);
  expect(payloads(late)).toEqual(payloads(early));
  expect(late.media.map(({ timestamp }) => timestamp)).toEqual(MESSAGES.map(({ timestamp }) => timestamp));
  return payloads(early);
}

describe('a stream of several tracks, in Enhanced RTMP', () => {
  it.each<[string, Properties, readonly string[], LiveServerOptions?]>([
    ['whole to a relay that announced everything', RELAY, ALL],
    ['whole to a player of multitrack', MULTITRACK, ALL],
    ['as its default tracks to a player of v1', V1, ONE_TRACK],
    ['as Flash knew it to a player that announced nothing', {}, LEGACY],
    ['whole to a player that announced nothing, if told so', {}, ALL, { players: { unannounced: 'asPublished' } }],
    ['as Flash knew it, whatever else there is', {}, LEGACY, { players: { unannounced: 'legacy' } }],
  ])('goes %s, early and late', async (_, properties, expected, options) => {
    expect(await shown(properties, options)).toEqual(expected);
  });

  it('goes to each of them at once', async () => {
    const stage = new Stage();
    const players = [await playing(stage, RELAY), await playing(stage, V1), await playing(stage)];
    const publisher = await stage.publisher();
    publisher.send(...MESSAGES);
    await stage.settle();
    expect(players.map(payloads)).toEqual([ALL, ONE_TRACK, LEGACY]);
    expect(stage.server.stats().streams[0]?.players.map(({ messages }) => messages)).toEqual([5, 5, 5]);
  });
});

describe('codecs that Flash did not know', () => {
  const HEVC = message('video', 1, '91 68766331 000000 aa');
  const OPUS = message('audio', 2, '91 4f707573 fc');

  it.each<[string, Properties, readonly string[], LiveServerOptions?]>([
    ['go to FFmpeg players, which announce nothing', { videoFunction: 1 }, ['hevc', 'opus']],
    ['go to players that announced them, and no others do', V1, ['hevc']],
    ['do not go where the operator is strict', {}, [], { players: { unannounced: 'legacy' } }],
  ])('%s', async (_, properties, expected, options) => {
    const stage = new Stage(options);
    const player = await playing(stage, properties);
    const publisher = await stage.publisher();
    publisher.send(HEVC, OPUS);
    await stage.settle();
    const names = new Map([
      [toHex(HEVC.payload), 'hevc'],
      [toHex(OPUS.payload), 'opus'],
    ]);
    expect(payloads(player).map((payload) => names.get(payload))).toEqual(expected);
  });

  it('under the codec id 12 go as hvc1 by option (Q-52)', async () => {
    const stage = new Stage({ players: { codec12AsHvc1: true } });
    const player = await playing(stage);
    const publisher = await stage.publisher();
    publisher.send(message('video', 0, '1c 00 000000 0101'), message('video', 1, '1c 01 000050 aa'));
    await stage.settle();
    expect(payloads(player)).toEqual(['90687663310101', '9168766331000050aa']);
  });
});

describe('connect (ERTMP-8)', () => {
  /** What the server said of itself to a client that said this. */
  async function answered(properties: Properties) {
    const stage = new Stage();
    const client = stage.open('live', undefined, { properties: amfObject(properties) });
    await stage.settle();
    const connected = client.eventsOf('connected')[0];
    return readCapabilities(connected?.properties, connected?.information);
  }

  it('is answered with what the server can do, to those who asked', async () => {
    expect(await answered(RELAY)).toEqual({ ...OUR_CAPABILITIES, videoFunction: 0 });
    expect(await answered(V1)).toEqual({ ...OUR_CAPABILITIES, videoFunction: 0 });
    expect(await answered(MULTITRACK)).toEqual({ ...OUR_CAPABILITIES, videoFunction: 0, fourCcList: undefined });
    expect(await answered({ videoFunction: 1 })).toEqual(NO_CAPABILITIES);
  });

  it('is shown to the operator', async () => {
    const stage = new Stage();
    stage.open('live', undefined, { properties: amfObject(MULTITRACK) });
    await stage.settle();
    const { capsEx } = stage.told('clientConnected')[0]?.capabilities ?? NO_CAPABILITIES;
    expect([capsEx, stage.server.stats().connections[0]?.capabilities.capsEx]).toEqual([2, 2]);
  });

  it('changes nothing for publishers: what they announce nothing of is taken as well (ERTMP-9, Q-54)', async () => {
    const stage = new Stage();
    const relay = await playing(stage, RELAY);
    const publisher = await stage.publisher();
    publisher.send(...MESSAGES);
    await stage.settle();
    expect(payloads(relay)).toEqual(ALL);
  });
});

describe('createLiveServer', () => {
  it('refuses a form that is none', () => {
    const players = JSON.parse('{ "unannounced": "everything" }');
    expect(() => createLiveServer({ players })).toThrow(
      'players.unannounced must be one of defaultTrack, legacy, asPublished, not everything',
    );
  });
});
