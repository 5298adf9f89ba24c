import type { MediaReceived, Millis } from '../../../../core/index.ts';
import { type AudioUnit, AudioUnits } from './audio-units.ts';
import { Decoding } from './decoding.ts';
import { LiveClock } from './live-clock.ts';
import { MediaTime } from './media-time.ts';
import { PictureQueue } from './picture-queue.ts';
import { Speaker } from './speaker.ts';
import { type VideoUnit, VideoUnits } from './video-units.ts';

export interface MediaSinkOptions {
  /** Shows a picture; the picture is closed when this returns. */
  readonly show: (picture: VideoFrame) => void;
  readonly workletUrl: string;
  /** In words: what cannot be decoded, and what is done about it. */
  readonly onTrouble: (message: string) => void;
}

/** What has been shown and heard so far. */
export interface MediaTotals {
  readonly pictures: number;
  /** Came out of the decoder too late to be seen. */
  readonly latePictures: number;
  /** Were never decoded. */
  readonly droppedFrames: number;
  readonly decoderFailures: number;
  readonly secondsHeard: number;
  /** How often sound stopped, or was moved to where the pictures are. */
  readonly soundBreaks: number;
  /** 0 to 1. */
  readonly soundPeak: number;
}

/** Messages of one stream in; pictures to the screen and sound to the speaker, aligned by their timestamps. */
export class MediaSink {
  readonly #options: MediaSinkOptions;
  readonly #clock = new LiveClock();
  readonly #pictures = new PictureQueue<VideoFrame>();
  readonly #video: Decoding<VideoDecoderConfig, EncodedVideoChunk>;
  readonly #audio: Decoding<AudioDecoderConfig, EncodedAudioChunk>;
  #time = new MediaTime();
  #videoUnits = new VideoUnits();
  #audioUnits = new AudioUnits();
  #speaker: Speaker | undefined;
  #volume = 1;
  #shown = 0;

  constructor(options: MediaSinkOptions) {
    this.#options = options;
    this.#video = new Decoding({
      make: (error) => new VideoDecoder({ output: (frame) => this.#decoded(frame), error }),
      hasRoom: () => !this.#pictures.isFull,
      onTrouble: (error) => options.onTrouble(troubleOf('video', error)),
    });
    this.#audio = new Decoding({
      make: (error) => new AudioDecoder({ output: (data) => this.#sounded(data), error }),
      hasRoom: () => true,
      onTrouble: (error) => options.onTrouble(troubleOf('audio', error)),
    });
  }

  /** There is sound, and the browser wants a click first. */
  get isSoundHeldBack(): boolean {
    return this.#speaker?.isHeldBack ?? false;
  }

  set volume(volume: number) {
    this.#volume = volume;
    if (this.#speaker !== undefined) this.#speaker.volume = volume;
  }

  get totals(): MediaTotals {
    const { played = 0, breaks = 0, peak = 0 } = this.#speaker?.report ?? {};
    return {
      pictures: this.#shown,
      latePictures: this.#pictures.late,
      droppedFrames: this.#video.dropped,
      decoderFailures: this.#video.failures + this.#audio.failures,
      secondsHeard: played / (this.#speaker?.sampleRate ?? 1),
      soundBreaks: breaks,
      soundPeak: peak,
    };
  }

  /** How far what is shown lies behind the newest message. */
  delayAt(now: Millis): Millis {
    return this.#clock.delayAt(now);
  }

  /** To be called from a click. */
  resumeSound(): void {
    this.#speaker?.resume();
  }

  take({ media, timestamp, payload }: MediaReceived, now: Millis): void {
    const time = this.#time.of(timestamp);
    if (media === 'video') for (const unit of this.#videoUnits.take(payload)) this.#takeVideo(unit, time, now);
    else for (const unit of this.#audioUnits.take(payload)) this.#takeAudio(unit, time, now);
  }

  /** To be called for each frame of the display. */
  present(now: Millis): void {
    this.#speaker?.follow(this.#clock, now);
    const position = this.#clock.at(now);
    const picture = position === undefined ? undefined : this.#pictures.take(position);
    if (picture !== undefined) {
      this.#options.show(picture);
      picture.close();
      this.#shown += 1;
    }
    this.#video.pump();
    this.#audio.pump();
  }

  /** The publisher is gone; what comes next is another stream. */
  reset(): void {
    this.#clock.reset();
    this.#pictures.clear();
    this.#speaker?.clear();
    this.#time = new MediaTime();
    this.#videoUnits = new VideoUnits();
    this.#audioUnits = new AudioUnits();
  }

  close(): void {
    this.#video.close();
    this.#audio.close();
    this.#pictures.clear();
    this.#speaker?.close();
    this.#speaker = undefined;
  }

  #takeVideo(unit: VideoUnit, time: Millis, now: Millis): void {
    if (unit.kind === 'foreign') return this.#options.onTrouble(foreign('video', unit.codec));
    if (unit.kind === 'setup') return this.#video.configure(unit.setup);
    this.#clock.arrived(time, now);
    const { isKey, compositionTime, data } = unit;
    const timestamp = microseconds(time + compositionTime);
    this.#video.push(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp, data }));
  }

  #takeAudio(unit: AudioUnit, time: Millis, now: Millis): void {
    if (unit.kind === 'foreign') return this.#options.onTrouble(foreign('audio', unit.codec));
    if (unit.kind === 'setup') return this.#audio.configure(unit.setup);
    this.#clock.arrived(time, now);
    this.#audio.push(new EncodedAudioChunk({ type: 'key', timestamp: microseconds(time), data: unit.data }));
  }

  #decoded(frame: VideoFrame): void {
    this.#pictures.push(frame.timestamp / 1_000, frame);
  }

  #sounded(data: AudioData): void {
    const { sampleRate, numberOfChannels, timestamp } = data;
    if (this.#speaker?.sampleRate !== sampleRate || this.#speaker.channels !== numberOfChannels) {
      this.#speaker?.close();
      this.#speaker = new Speaker(sampleRate, numberOfChannels, this.#options.workletUrl);
      this.#speaker.volume = this.#volume;
    }
    this.#speaker.play(data, timestamp / 1_000);
    data.close();
  }
}

function microseconds(time: Millis): number {
  return Math.round(time * 1_000);
}

function foreign(media: 'audio' | 'video', codec: string): string {
  return `The ${media} of this stream is ${codec}, which no browser decodes.`;
}

function troubleOf(media: 'audio' | 'video', { name, message }: Error): string {
  if (name === 'NotSupportedError') return `This browser does not decode the ${media} of this stream.`;
  return `Decoding the ${media} failed, it goes on at the next key frame: ${message}`;
}
