import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { FlvWriter } from '../../core/index.ts';
import { enhancedMovie } from '../../fixtures/corpus/enhanced-movie.ts';
import { recordable } from '../../fixtures/corpus/recordable.ts';
import { publishedTags, readTags, type StreamTag, streamTags } from '../../fixtures/corpus/stream-content.ts';
import { firstDifference } from '../../fixtures/testing/same.ts';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { temporaryFolder } from './media.ts';
import { Program, run } from './program.ts';

/** Media by programs that are not at hand where this runs, as they once sent it. */
const MOVIES = [
  ['HEVC and AAC', 'ffmpeg7-publish-srs-hevc-aac'],
  ['AV1 and Opus', 'ffmpeg9-publish-nms-av1-opus'],
  ['VP9 and Opus', 'ffmpeg9-publish-nginx-vp9-opus'],
  ['AVC and FLAC', 'ffmpeg9-publish-nms-h264-flac'],
  ['AVC and AC-3', 'ffmpeg9-publish-nms-h264-ac3'],
  ['two tracks of AVC and two of AAC', 'ffmpeg9-publish-nms-multitrack'],
  ['what no program sends', undefined],
] as const;

/** Without the onMetaData that it begins with, to which a file adds what is true of it. */
function withoutOpening(tags: readonly StreamTag[]): readonly StreamTag[] {
  return tags.slice(tags.findIndex(({ content }) => content instanceof Uint8Array));
}

describe('millrace publish, serve --record-all and play, tag for tag', () => {
  it.each(MOVIES)('%s', async (_, capture) => {
    const tags = (capture === undefined ? enhancedMovie() : recordable(capture)[0]) ?? [];
    const [file, copy, folder] = [
      join(temporaryFolder(), 'a.flv'),
      join(temporaryFolder(), 'b.flv'),
      temporaryFolder(),
    ];
    const writer = new FlvWriter({ times: 'kept' });
    writeFileSync(file, Buffer.concat([writer.start(), ...tags.map((tag) => writer.write(tag))]));
    const server = await LiveServer.start('--record', folder, '--record-all');
    const player = new Program(process.execPath, [inject('cli'), 'play', server.url('a'), copy]);
    await server.hears(PLAYER_CAME);
    await run(process.execPath, inject('cli'), 'publish', '--fast', file, server.url('a'));
    await player.success();
    await server.hears(/Recorded\./);
    const [recording = ''] = readdirSync(join(folder, 'live'));
    const published = withoutOpening(publishedTags(tags));
    for (const written of [copy, join(folder, 'live', recording)]) {
      expect(firstDifference(withoutOpening(streamTags(readTags(readFileSync(written)))), published)).toBeUndefined();
    }
  });
});
