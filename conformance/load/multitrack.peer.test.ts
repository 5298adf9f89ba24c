import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { connect } from '../../adapters/node/index.ts';
import {
  AudioCodecId,
  type ConnectionEvent,
  FlvTagType,
  FlvWriter,
  type Message,
  MessageType,
  parseAudio,
  parseVideo,
  readAudioTagHeader,
  readVideoTagHeader,
  VideoCodecId,
  writeAudio,
  writeVideo,
} from '../../core/index.ts';
import { loadCapture } from '../../fixtures/corpus/capture.ts';
import { readMessages } from '../../fixtures/recorded/messages.ts';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer } from './peers.ts';

/** What FFmpeg 9 published: two H.264 and two AAC, track 0 in legacy form, track 1 with a multitrack header. */
function recordedMedia(): Message[] {
  const messages = loadCapture('ffmpeg9-publish-nms-multitrack').tcp.flatMap(({ client }) => readMessages(client));
  return messages.filter(({ messageTypeId }) => isVideo({ messageTypeId }) || messageTypeId === MessageType.Audio);
}

function isVideo({ messageTypeId }: Pick<Message, 'messageTypeId'>): boolean {
  return messageTypeId === MessageType.Video;
}

function isLegacy(message: Message): boolean {
  const readHeader = isVideo(message) ? readVideoTagHeader : readAudioTagHeader;
  return readHeader(message.payload)?.isEnhanced === false;
}

const NO_BYTES = new Uint8Array();
const ENHANCED = { modEx: [], multitrack: 'manyTracks', trailing: NO_BYTES } as const;

/** The same media, with every track in a multitrack header. */
function allInMultitrack(message: Message): Message {
  const read = isVideo(message) ? parseVideo(message.payload) : parseAudio(message.payload);
  if (read.kind === 'legacyVideo') {
    const { frameType, packetType, tracks } = read;
    const [{ body }] = tracks;
    const track = { trackId: 0, codecId: VideoCodecId.avc1, body: body.kind === 'end' ? END : body };
    return {
      ...message,
      payload: writeVideo({ ...ENHANCED, kind: 'enhancedVideo', frameType, packetType, tracks: [track] }),
    };
  }
  if (read.kind === 'legacyAudio') {
    const { packetType, tracks } = read;
    const track = { trackId: 0, codecId: AudioCodecId.mp4a, body: tracks[0].body };
    return { ...message, payload: writeAudio({ ...ENHANCED, kind: 'enhancedAudio', packetType, tracks: [track] }) };
  }
  return message;
}

const END = { kind: 'end', trailing: NO_BYTES } as const;

/** An FLV file of the messages. */
function fileOf(messages: readonly Message[]): string {
  const writer = new FlvWriter();
  const tags = messages.map((message) => {
    const type = isVideo(message) ? FlvTagType.video : FlvTagType.audio;
    return writer.write({ type, timestamp: message.timestamp, data: message.payload });
  });
  const file = join(temporaryFolder(), 'media.flv');
  writeFileSync(file, Buffer.concat([writer.start(), ...tags]));
  return file;
}

/** Publishes the messages as fast as the server takes them, and leaves. */
async function publish(port: number, messages: readonly Message[]): Promise<void> {
  await connect({
    host: '127.0.0.1',
    port,
    connection: { connect: { app: 'live', tcUrl: `rtmp://127.0.0.1:${port}/live` } },
    onConnection: (driver) => ({
      onEvent: (event: ConnectionEvent) => {
        const { connection } = driver;
        const now = driver.now();
        if (event.type === 'connected') driver.perform(connection.createStream(now));
        if (event.type === 'streamCreated') {
          driver.perform(connection.publish(event.messageStreamId, { name: 'a' }, now));
        }
        if (event.type !== 'publishStarted') return;
        for (const { messageTypeId, timestamp, payload } of messages) {
          const media = isVideo({ messageTypeId }) ? 'video' : 'audio';
          const { messageStreamId } = event;
          driver.perform(connection.sendMedia({ messageStreamId, media, timestamp, payload }, now));
        }
        driver.close();
      },
    }),
  });
}

describe('ffmpeg plays the default track of a multitrack stream, packet for packet (ERTMP-9)', () => {
  itNeeds(['ffmpeg'], 'that has a legacy header', async () => {
    const media = recordedMedia();
    const server = await LiveServer.start();
    const player = ffmpegPlayer(server.url('a'));
    await server.hears(PLAYER_CAME);
    await publish(server.port, media);
    expect(parseFrameMd5(await player.success())).toEqual(await packetsOf(fileOf(media.filter(isLegacy))));
  });

  itNeeds(['ffmpeg'], 'that has a multitrack header, as all tracks have', async () => {
    const media = recordedMedia();
    const server = await LiveServer.start();
    const player = ffmpegPlayer(server.url('a'));
    await server.hears(PLAYER_CAME);
    await publish(server.port, media.map(allInMultitrack));
    expect(parseFrameMd5(await player.success())).toEqual(await packetsOf(fileOf(media.filter(isLegacy))));
  });
});
