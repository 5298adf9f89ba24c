import { type AmfValue, ecmaArray, encodeData, type Millis } from '../../../../core/index.ts';
import type { ClientError } from '../../../client/client-error.ts';
import type { Connect } from '../../../client/stream-attempt.ts';
import { StreamClient } from '../../../client/stream-client.ts';
import { AudioMessages, type Encoded, VideoMessages } from './encoded-messages.ts';
import { SendGate } from './send-gate.ts';

export interface LivePublisherOptions {
  /** `rtmp://HOST/APP/NAME`. */
  readonly url: string;
  readonly connect: Connect;
  readonly video: VideoEncoderConfig;
  /** `undefined` publishes pictures alone. */
  readonly audio: AudioEncoderConfig | undefined;
  readonly keyFrameIntervalMs: Millis;
  /** The server has said yes. */
  readonly onStarted: () => void;
  /** Once, and last. @param words - why; empty when `stop` was called */
  readonly onEnded: (words: string) => void;
}

export interface PublishTotals {
  readonly pictures: number;
  readonly keyFrames: number;
  /** Not encoded because the encoder was behind, or not sent because the network was. */
  readonly dropped: number;
  readonly bytes: number;
  readonly unsentBytes: number;
}

/** Pictures that wait for the encoder at most: more means that it is too slow for them all. */
const MOST_IN_ENCODER = 3;

/** Encodes what it is offered and publishes it. Behind an encoder or a network that is too slow it drops pictures. */
export class LivePublisher {
  readonly #options: LivePublisherOptions;
  readonly #client: StreamClient;
  readonly #gate = new SendGate();
  readonly #videoMessages: VideoMessages;
  readonly #audioMessages: AudioMessages | undefined;
  readonly #video: VideoEncoder;
  readonly #audio: AudioEncoder | undefined;
  /** Of the first picture or sound, microseconds: the stream begins at 0. */
  #start: number | undefined;
  #keyFrameAt = Number.NEGATIVE_INFINITY;
  #pictures = 0;
  #keyFrames = 0;
  #skipped = 0;
  #bytes = 0;
  #hasEnded = false;

  /** Begins. @throws RtmpUrlError */
  constructor(options: LivePublisherOptions) {
    this.#options = options;
    const { url, connect, video, audio } = options;
    this.#videoMessages = new VideoMessages(video.codec);
    this.#audioMessages = audio && new AudioMessages(audio.codec, audio.sampleRate, audio.numberOfChannels);
    const error = ({ message }: Error) => this.#fail(`Encoding failed: ${message}`);
    this.#video = new VideoEncoder({ output: (chunk, metadata) => this.#sendPicture(chunk, metadata), error });
    this.#video.configure(video);
    this.#audio = audio && new AudioEncoder({ output: (chunk, metadata) => this.#sendSound(chunk, metadata), error });
    if (audio !== undefined) this.#audio?.configure(audio);
    this.#client = new StreamClient({
      url,
      connect,
      order: { kind: 'publish' },
      listener: {
        onEvent: (event) => {
          if (event.type === 'started') this.#started();
          else if (event.type === 'ended') this.#ended(event.error);
        },
      },
    });
    this.#client.start();
  }

  get isLive(): boolean {
    return this.#client.isStarted;
  }

  get totals(): PublishTotals {
    return {
      pictures: this.#pictures,
      keyFrames: this.#keyFrames,
      dropped: this.#gate.dropped + this.#skipped,
      bytes: this.#bytes,
      unsentBytes: this.#unsentBytes,
    };
  }

  /** Takes a picture and closes it; its timestamp is on the clock of the sounds' too. */
  offerPicture(picture: VideoFrame): void {
    if (!this.isLive || this.#video.state !== 'configured') return picture.close();
    if (this.#video.encodeQueueSize >= MOST_IN_ENCODER) {
      this.#skipped += 1;
      return picture.close();
    }
    const isDue = picture.timestamp - this.#keyFrameAt >= this.#options.keyFrameIntervalMs * 1_000;
    const keyFrame = isDue || this.#gate.wantsKeyFrame(this.#unsentBytes);
    if (keyFrame) this.#keyFrameAt = picture.timestamp;
    this.#video.encode(picture, { keyFrame });
    picture.close();
  }

  /** Takes a piece of sound and closes it. */
  offerSound(sound: AudioData): void {
    if (this.isLive && this.#audio?.state === 'configured') this.#audio.encode(sound);
    sound.close();
  }

  /** Ends in order; `onEnded` follows. */
  stop(): void {
    this.#client.close();
  }

  get #unsentBytes(): number {
    return this.#client.driver?.connection.unsentBytes ?? 0;
  }

  #started(): void {
    this.#client.sendData(0, encodeData('@setDataFrame', 'onMetaData', ecmaArray(this.#metadata())));
    this.#options.onStarted();
  }

  /** Hints for whoever looks; the configurations say it with authority. */
  #metadata(): Map<string, AmfValue> {
    const { video, audio } = this.#options;
    const { width, height, framerate = 0 } = video;
    const hints = new Map<string, AmfValue>([
      ['width', width],
      ['height', height],
      ['framerate', framerate],
      ['encoder', 'millrace'],
    ]);
    if (audio !== undefined) hints.set('audiosamplerate', audio.sampleRate);
    return hints;
  }

  #sendPicture(chunk: EncodedVideoChunk, metadata: EncodedVideoChunkMetadata | undefined): void {
    const isKey = chunk.type === 'key';
    const payloads = this.#videoMessages.payloadsOf(encodedOf(chunk, metadata?.decoderConfig));
    // A configuration is told once: it goes out even where its frame does not.
    if (!this.#gate.admitsPicture(isKey, this.#unsentBytes))
      return this.#send('video', chunk.timestamp, payloads.slice(0, -1));
    this.#pictures += 1;
    if (isKey) this.#keyFrames += 1;
    this.#send('video', chunk.timestamp, payloads);
  }

  #sendSound(chunk: EncodedAudioChunk, metadata: EncodedAudioChunkMetadata | undefined): void {
    if (!this.#gate.admitsSound(this.#unsentBytes)) return;
    const payloads = this.#audioMessages?.payloadsOf(encodedOf(chunk, metadata?.decoderConfig)) ?? [];
    this.#send('audio', chunk.timestamp, payloads);
  }

  #send(media: 'audio' | 'video', microseconds: number, payloads: readonly Uint8Array[]): void {
    this.#start ??= microseconds;
    const timestamp = Math.max(0, Math.round((microseconds - this.#start) / 1_000));
    for (const payload of payloads) {
      this.#bytes += payload.length;
      this.#client.sendMedia(media, timestamp, payload);
    }
  }

  #fail(words: string): void {
    this.#end(words);
    this.#client.close();
  }

  #ended(error: ClientError | undefined): void {
    this.#end(error === undefined ? '' : `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }

  #end(words: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const encoder of [this.#video, this.#audio]) if (encoder?.state !== 'closed') encoder?.close();
    this.#options.onEnded(words);
  }
}

interface Chunk {
  readonly type: 'key' | 'delta';
  readonly byteLength: number;
  copyTo(destination: Uint8Array<ArrayBuffer>): void;
}

function encodedOf(chunk: Chunk, config: VideoDecoderConfig | AudioDecoderConfig | undefined): Encoded {
  const data = new Uint8Array(chunk.byteLength);
  chunk.copyTo(data);
  const { codec, description } = config ?? {};
  return { isKey: chunk.type === 'key', data, codec, description: description && bytesOf(description) };
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  if (!ArrayBuffer.isView(source)) return new Uint8Array(source).slice();
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
}
