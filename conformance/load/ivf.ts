import { FlvReader, parseVideo } from '../../core/index.ts';

/** The frames of VP8, VP9 or AV1 in an FLV file, in the container that FFmpeg has read since long before it knew of Enhanced RTMP. */
export function ivfOf(flv: Uint8Array, codec: 'VP80' | 'VP90' | 'AV01'): Buffer {
  const frames = videoFrames(flv);
  const header = Buffer.alloc(32);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(header.length, 6);
  header.write(codec, 8, 'latin1');
  header.writeUInt32LE(1_000, 16); // ticks in a second
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(frames.length, 24);
  const parts = frames.flatMap(({ timestamp, data }) => {
    const frame = Buffer.alloc(12);
    frame.writeUInt32LE(data.length, 0);
    frame.writeUInt32LE(timestamp, 4);
    return [frame, data];
  });
  return Buffer.concat([header, ...parts]);
}

function videoFrames(flv: Uint8Array): { readonly timestamp: number; readonly data: Uint8Array }[] {
  const reader = new FlvReader();
  reader.push(flv);
  reader.end();
  const frames = [];
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item.kind !== 'tag' || item.type !== 9) continue;
    const message = parseVideo(item.data);
    if (message.kind !== 'enhancedVideo') continue;
    for (const { body } of message.tracks) {
      if (body.kind === 'frames') frames.push({ timestamp: item.timestamp, data: body.data });
    }
  }
  return frames;
}
