import type { AudioFacts, VideoFacts } from './configuration/facts.ts';

/** What one track of a stream is, as far as its headers, its metadata and its first frames tell. */
export type TrackDescription = VideoDescription | AudioDescription;

export interface VideoDescription extends VideoFacts {
  readonly media: 'video';
  /** 0 to 255. */
  readonly trackId: number;
  /** As its messages have it: see codec-id.ts. */
  readonly codecId: number;
  /** From the transfer function: PQ (HDR10 and its kin) or HLG. */
  readonly hdr?: 'PQ' | 'HLG' | undefined;
}

export interface AudioDescription extends AudioFacts {
  readonly media: 'audio';
  readonly trackId: number;
  readonly codecId: number;
  /** The loudspeaker of each channel, in their order, where a MultichannelConfig says so: see `speakerName`. */
  readonly speakers?: readonly string[] | undefined;
}

/** Transfer characteristics of ITU-T H.273. */
const TRANSFER_PQ = 16;
const TRANSFER_HLG = 18;

export function hdrOf(transfer: number | undefined): VideoDescription['hdr'] {
  if (transfer === TRANSFER_PQ) return 'PQ';
  return transfer === TRANSFER_HLG ? 'HLG' : undefined;
}

/**
 * A line for people: `AVC High 4.0, 1920x1080, 30 fps`, `HEVC Main 10 5.1, 3840x2160, 10 bit, HDR PQ`, `AAC LC,
 * 48000 Hz, stereo`. What is usual is not said: 8 bits, 4:2:0, the main tier, track 0.
 */
export function trackLine(description: TrackDescription): string {
  const parts = description.media === 'video' ? videoParts(description) : audioParts(description);
  const line = parts.filter((part) => part !== undefined).join(', ');
  return description.trackId === 0 ? line : `track ${description.trackId}: ${line}`;
}

function videoParts(video: VideoDescription): (string | undefined)[] {
  const { codec, profile, level, tier, width, height, frameRate, bitDepth, chroma, hdr } = video;
  return [
    named(codec, profile, level, tier === 'high' ? 'high tier' : undefined),
    width !== undefined && height !== undefined ? `${width}x${height}` : undefined,
    frameRate !== undefined ? `${Number(frameRate.toFixed(3))} fps` : undefined,
    bitDepth !== undefined && bitDepth !== 8 ? `${bitDepth} bit` : undefined,
    chroma !== '4:2:0' ? chroma : undefined,
    hdr !== undefined ? `HDR ${hdr}` : undefined,
  ];
}

function audioParts({
  codec,
  profile,
  sampleRate,
  channels,
  bitDepth,
  bitRate,
}: AudioDescription): (string | undefined)[] {
  return [
    named(codec, profile),
    sampleRate !== undefined ? `${sampleRate} Hz` : undefined,
    channels !== undefined ? channelText(channels) : undefined,
    bitDepth !== undefined ? `${bitDepth} bit` : undefined,
    bitRate !== undefined ? `${Math.round(bitRate / 1000)} kbit/s` : undefined,
  ];
}

function named(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

function channelText(channels: number): string {
  if (channels === 1) return 'mono';
  return channels === 2 ? 'stereo' : `${channels} channels`;
}
