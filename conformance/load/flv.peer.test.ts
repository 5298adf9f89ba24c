import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import {
  describeFlv,
  type FileQuery,
  FlvReader,
  FlvRepair,
  type FlvTag,
  FlvWriter,
  type FlvWriterOptions,
  seekFlv,
} from '../../core/index.ts';
import { seededRandom } from '../../fixtures/recorded/recording.ts';
import { KINDS, makeMedia, packetsOf, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { run } from './program.ts';

function tagsOf(file: string): FlvTag[] {
  const reader = new FlvReader();
  reader.push(readFileSync(file));
  reader.end();
  const tags: FlvTag[] = [];
  for (let item = reader.next(); item !== undefined; item = reader.next()) if (item.kind === 'tag') tags.push(item);
  expect(reader.counts).toMatchObject({
    tags: tags.length,
    wrongPreviousTagSizes: 0,
    garbageBytes: 0,
    unannouncedTags: 0,
  });
  return tags;
}

/** As a recorder does: pieces one after the other, patches at the end. */
function write(file: string, tags: readonly FlvTag[], options?: FlvWriterOptions): Buffer {
  const writer = new FlvWriter(options);
  const bytes = Buffer.concat([writer.start(), ...tags.map((tag) => writer.write(tag))]);
  for (const patch of writer.patches()) bytes.set(patch.bytes, patch.at);
  writeFileSync(file, bytes);
  return bytes;
}

function answer<Result>(query: FileQuery<Result>, file: Uint8Array): Result {
  let step = query.next();
  while (!step.done) step = query.next(file.subarray(step.value.at, step.value.at + step.value.length));
  return step.value;
}

function repair(damaged: Uint8Array): Uint8Array {
  const repairing = new FlvRepair({ keyFrames: 16 });
  const pieces: Uint8Array[] = [];
  repairing.push(damaged);
  repairing.end();
  for (let part = repairing.next(); part !== undefined; part = repairing.next()) {
    if (part instanceof Uint8Array) pieces.push(part);
  }
  const bytes = Buffer.concat(pieces);
  for (const patch of repairing.patches()) bytes.set(patch.bytes, patch.at);
  return bytes;
}

/** Seconds, by ffprobe; it must have nothing to complain of. */
async function probedDuration(file: string): Promise<number> {
  return Number(
    await run('ffprobe', '-loglevel', 'warning', '-show_entries', 'format=duration', '-of', 'csv=p=0', file),
  );
}

describe('files of ffmpeg', () => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg'], `are read whole and written again byte for byte: ${kind}`, async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'), parts);
      const copy = write(join(folder, 'copy.flv'), tagsOf(file));
      expect(copy.equals(readFileSync(file))).toBe(true);
    });
  }

  itNeeds(['ffmpeg'], 'with an index are sought in by it, and without it just the same', async () => {
    const folder = temporaryFolder();
    const plain = await makeMedia(join(folder, 'media.flv'), { seconds: 6, bitRate: 4_000_000 });
    const indexed = join(folder, 'indexed.flv');
    await run('ffmpeg', '-loglevel', 'error', '-i', plain, '-c', 'copy', '-flvflags', 'add_keyframe_index', indexed);
    for (const file of [plain, indexed]) {
      const bytes = readFileSync(file);
      const facts = answer(describeFlv(bytes.length), bytes)!; // it has frames
      expect(facts.keyFrames).toHaveLength(file === indexed ? 6 : 0);
      for (const timestamp of [0, 999, 1000, 3500, 60_000]) {
        const start = answer(seekFlv(facts, timestamp), bytes);
        expect(start.timestamp).toBe(Math.min(5000, Math.floor(timestamp / 1000) * 1000));
        expect(start.headers.map(({ type }) => type).sort()).toEqual([8, 9]);
      }
    }
  });
});

describe('files of ours', () => {
  const options: FlvWriterOptions = { metadata: { encoder: 'millrace' }, keyFrames: 64, times: 'fromZero' };

  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg', 'ffprobe'], `are played by ffmpeg: ${kind}`, async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'), parts);
      const ours = join(folder, 'ours.flv');
      const tags = tagsOf(file);
      const last = Math.max(...tags.map(({ timestamp }) => timestamp));
      write(ours, tags.slice(1), options);
      expect(await packetsOf(ours)).toEqual(await packetsOf(file));
      expect(await probedDuration(ours)).toBeCloseTo(last / 1000, 3);
    });
  }

  itNeeds(['ffmpeg'], 'are sought in by ffmpeg with their index', async () => {
    const folder = temporaryFolder();
    const ours = join(folder, 'ours.flv');
    write(ours, tagsOf(await makeMedia(join(folder, 'media.flv'), { seconds: 6 })).slice(1), options);
    const frames = await run(
      'ffmpeg',
      '-loglevel',
      'error',
      '-ss',
      '3.5',
      '-i',
      ours,
      '-c',
      'copy',
      '-copyts',
      '-f',
      'framemd5',
      '-',
    );
    const [, first] = frames.match(/^0, +(\d+)/m) ?? [];
    expect(Number(first)).toBe(3000);
  });

  itNeeds(
    ['ffmpeg', 'ffprobe'],
    'are played when the recorder was killed, cut at 50 places, and after repair with their duration',
    async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(folder, 'media.flv'), { seconds: 2 });
      const whole = await packetsOf(file);
      const tags = tagsOf(file).slice(1);
      const writer = new FlvWriter(options);
      const live = Buffer.concat([writer.start(), ...tags.map((tag) => writer.write(tag))]);
      const random = seededRandom(7);
      const begin = live.length / 5; // by then there are pictures
      const cutFile = join(folder, 'cut.flv');
      const cleanFile = join(folder, 'clean.flv');
      for (let turn = 0; turn < 50; turn++) {
        const cut = live.subarray(0, Math.floor(begin + random() * (live.length - begin)));
        writeFileSync(cutFile, cut);
        writeFileSync(cleanFile, repair(cut));
        const clean = (await packetsOf(cleanFile)).contents;
        const played = (await packetsOf(cutFile)).contents; // with what is left of the last tag, too
        for (const medium of ['video', 'audio']) {
          const packets = clean[medium] ?? [];
          expect(packets).toEqual(whole.contents[medium]?.slice(0, packets.length));
          expect(packets).toEqual(played[medium]?.slice(0, packets.length));
        }
        const frames = tagsOf(cleanFile).filter(({ type, data }) => type !== 18 && data[1] === 1);
        expect(frames).toHaveLength((clean.video ?? []).length + (clean.audio ?? []).length);
        const facts = answer(describeFlv(cut.length), cut)!; // it has frames
        expect(await probedDuration(cleanFile)).toBeCloseTo(facts.durationMs / 1000, 3);
      }
    },
  );
});
