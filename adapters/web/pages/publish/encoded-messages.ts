import { AudioCodecId, VideoCodecId, writeAudio, writeVideo } from '../../../../core/index.ts';
import { av1Record, opusHead, vpRecord } from './codec-records.ts';

/** One encoded picture or piece of sound, and what the encoder says of the stream, which it does from time to time. */
export interface Encoded {
  readonly isKey: boolean;
  readonly data: Uint8Array;
  /** Of WebCodecs' `decoderConfig`. */
  readonly codec?: string | undefined;
  readonly description?: Uint8Array | undefined;
}

const NO_BYTES = new Uint8Array();

/** What FLV wants said of AAC, whatever it is (FLV-14). */
const AAC_SOUND = { sampleRate: 44_100, bitDepth: 16, channels: 2 } as const;

/** The codecs that browsers encode, by how their names begin. */
const VIDEO_CODECS = [
  ['avc1', VideoCodecId.avc1],
  ['vp09', VideoCodecId.vp09],
  ['av01', VideoCodecId.av01],
  ['vp8', VideoCodecId.vp08],
] as const;

/**
 * What an encoder of pictures puts out, as the payloads of video messages: a configuration whenever the encoder tells a
 * new one, then coded frames. AVC goes in the form that everybody has read since 2008, the rest as Enhanced RTMP.
 */
export class VideoMessages {
  readonly #codec: string;
  readonly #codecId: number;

  /** @param codec - as WebCodecs has it. @throws TypeError for one that has no FourCC */
  constructor(codec: string) {
    const known = VIDEO_CODECS.find(([prefix]) => codec.startsWith(prefix));
    if (known === undefined) throw new TypeError(`RTMP has no name for the codec ${codec}`);
    this.#codec = codec;
    [, this.#codecId] = known;
  }

  payloadsOf({ isKey, data, codec, description }: Encoded): readonly Uint8Array[] {
    const frame = this.#frame(isKey, data);
    return codec === undefined ? [frame] : [this.#configuration(this.#record(description, data)), frame];
  }

  #record(description: Uint8Array | undefined, keyFrame: Uint8Array): Uint8Array {
    if (this.#codecId === VideoCodecId.avc1) return description ?? NO_BYTES;
    return this.#codecId === VideoCodecId.av01 ? av1Record(this.#codec, keyFrame) : vpRecord(this.#codec);
  }

  #configuration(record: Uint8Array): Uint8Array {
    const codecId = this.#codecId;
    if (codecId !== VideoCodecId.avc1) {
      const body = { kind: 'configuration', record } as const;
      return writeVideo({
        ...ENHANCED,
        kind: 'enhancedVideo',
        frameType: 'key',
        packetType: 'sequenceStart',
        tracks: [{ trackId: 0, codecId, body }],
      });
    }
    const body = { kind: 'configuration', record, ignoredCompositionTime: 0 } as const;
    const tracks = [{ trackId: 0, codecId: VideoCodecId.avc, body }] as const;
    return writeVideo({ kind: 'legacyVideo', frameType: 'key', packetType: 'sequenceStart', tracks });
  }

  #frame(isKey: boolean, data: Uint8Array): Uint8Array {
    const frameType = isKey ? 'key' : 'inter';
    const body = { kind: 'frames', compositionTime: 0, data } as const;
    const codecId = this.#codecId;
    if (codecId !== VideoCodecId.avc1) {
      return writeVideo({
        ...ENHANCED,
        kind: 'enhancedVideo',
        frameType,
        packetType: 'codedFrames',
        tracks: [{ trackId: 0, codecId, body }],
      });
    }
    const tracks = [{ trackId: 0, codecId: VideoCodecId.avc, body }] as const;
    return writeVideo({ kind: 'legacyVideo', frameType, packetType: 'codedFrames', tracks });
  }
}

/** The same of sound: AAC in the old form, Opus as Enhanced RTMP. */
export class AudioMessages {
  readonly #isOpus: boolean;
  readonly #sampleRate: number;
  readonly #channels: number;

  constructor(codec: string, sampleRate: number, channels: number) {
    this.#isOpus = codec === 'opus';
    this.#sampleRate = sampleRate;
    this.#channels = channels;
  }

  payloadsOf({ data, codec, description }: Encoded): readonly Uint8Array[] {
    const frame = this.#write('codedFrames', { kind: 'frames', data });
    if (codec === undefined) return [frame];
    const record = description ?? (this.#isOpus ? opusHead(this.#sampleRate, this.#channels) : NO_BYTES);
    return [this.#write('sequenceStart', { kind: 'configuration', record }), frame];
  }

  #write(
    packetType: 'sequenceStart' | 'codedFrames',
    body: { kind: 'frames'; data: Uint8Array } | { kind: 'configuration'; record: Uint8Array },
  ): Uint8Array {
    if (this.#isOpus) {
      const tracks = [{ trackId: 0, codecId: AudioCodecId.opus, body }];
      return writeAudio({ ...ENHANCED, kind: 'enhancedAudio', packetType, tracks });
    }
    const tracks = [{ trackId: 0, codecId: AudioCodecId.aac, body }] as const;
    return writeAudio({ kind: 'legacyAudio', sound: AAC_SOUND, packetType, tracks });
  }
}

/** One track, and nothing out of the ordinary. */
const ENHANCED = { modEx: [], multitrack: undefined, trailing: NO_BYTES } as const;
