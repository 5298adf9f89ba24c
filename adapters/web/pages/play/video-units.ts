import {
  codecName,
  describeKeyFrame,
  describeVideoConfiguration,
  keyFramesTell,
  parseVideo,
  type VideoBody,
  VideoCodecId,
  type VideoFrameType,
} from '../../../../core/index.ts';

/** How a decoder is to be set up: a `VideoDecoderConfig`. */
export interface VideoSetup {
  readonly codec: string;
  readonly description?: Uint8Array;
  /** The picture is to be shown as soon as it can be. */
  readonly optimizeForLatency: true;
}

/** What a video message has for a decoder. */
export type VideoUnit =
  | { readonly kind: 'setup'; readonly setup: VideoSetup }
  | {
      readonly kind: 'frame';
      readonly isKey: boolean;
      /** Milliseconds from the message's timestamp to when it is shown. */
      readonly compositionTime: number;
      readonly data: Uint8Array;
    }
  /** Nothing here is for browsers. */
  | { readonly kind: 'foreign'; readonly codec: string };

/** Codecs whose decoders need the record; the others find all in their frames. */
const WITH_DESCRIPTION: ReadonlySet<number> = new Set([
  VideoCodecId.avc,
  VideoCodecId.avc1,
  VideoCodecId.hevc,
  VideoCodecId.hvc1,
]);

const KNOWN: ReadonlySet<number> = new Set([
  ...WITH_DESCRIPTION,
  VideoCodecId.av1,
  VideoCodecId.av01,
  VideoCodecId.vp08,
  VideoCodecId.vp09,
]);

/** av1C bytes in front of its OBUs. */
const AV1_RECORD_HEADER = 4;

/** The default track of a stream's video messages, as units for a decoder of WebCodecs. */
export class VideoUnits {
  #codecId: number | undefined;
  #record: Uint8Array = new Uint8Array();
  #isSetUp = false;

  /** Reads a message. @param payload - not kept but for views in the units */
  take(payload: Uint8Array): readonly VideoUnit[] {
    const message = parseVideo(payload);
    if (message.kind !== 'legacyVideo' && message.kind !== 'enhancedVideo') return [];
    const track = message.tracks.find(({ trackId }) => trackId === 0);
    if (track === undefined) return [];
    const { codecId, body } = track;
    if (codecId !== this.#codecId) {
      this.#codecId = codecId;
      this.#record = new Uint8Array();
      this.#isSetUp = false;
      if (!KNOWN.has(codecId)) return [{ kind: 'foreign', codec: codecName('video', codecId) }];
    }
    return KNOWN.has(codecId) ? this.#unitsOf(codecId, body, message.frameType) : [];
  }

  #unitsOf(codecId: number, body: VideoBody, frameType: VideoFrameType): readonly VideoUnit[] {
    if (body.kind === 'configuration') return this.#configured(codecId, body.record);
    if (body.kind !== 'frames' || body.data.length === 0) return [];
    const isKey = frameType === 'key' || frameType === 'generatedKey';
    const { compositionTime, data } = body;
    const units: VideoUnit[] = isKey && !this.#isSetUp ? [...this.#setUpBy(codecId, data)] : [];
    if (!this.#isSetUp) return [];
    units.push({ kind: 'frame', isKey, compositionTime, data: isKey ? this.#whole(codecId, data) : data });
    return units;
  }

  /** The same record again, as some send it with each key frame, changes nothing. */
  #configured(codecId: number, record: Uint8Array): readonly VideoUnit[] {
    if (record.length === 0 || (this.#isSetUp && isEqual(record, this.#record))) return [];
    this.#record = record;
    return this.#setUp(codecId, describeVideoConfiguration(codecId, record)?.codecString);
  }

  /** A codec without a record, or before it, or with one that says nothing. */
  #setUpBy(codecId: number, keyFrame: Uint8Array): readonly VideoUnit[] {
    if (!keyFramesTell(codecId)) return [];
    const facts = describeKeyFrame(codecId, keyFrame);
    return this.#setUp(codecId, facts?.codecString ?? FALLBACKS[codecName('video', codecId)]);
  }

  #setUp(codecId: number, codecString: string | undefined): readonly VideoUnit[] {
    if (codecString === undefined) return [];
    this.#isSetUp = true;
    const codec = codecId === VideoCodecId.vp08 ? 'vp8' : codecString;
    const description = WITH_DESCRIPTION.has(codecId) ? { description: this.#record } : {};
    return [{ kind: 'setup', setup: { codec, ...description, optimizeForLatency: true } }];
  }

  /** A key frame of AV1 with the sequence header, which some encoders keep in the record alone. */
  #whole(codecId: number, keyFrame: Uint8Array): Uint8Array {
    const isAv1 = codecId === VideoCodecId.av01 || codecId === VideoCodecId.av1;
    if (!isAv1 || describeKeyFrame(codecId, keyFrame) !== undefined) return keyFrame;
    const headers = this.#record.subarray(AV1_RECORD_HEADER);
    const whole = new Uint8Array(headers.length + keyFrame.length);
    whole.set(headers);
    whole.set(keyFrame, headers.length);
    return whole;
  }
}

/** For key frames that do not say their level: decoders do not go by it. */
const FALLBACKS: Readonly<Record<string, string>> = { vp08: 'vp8', vp09: 'vp09.00.51.08' };

function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
