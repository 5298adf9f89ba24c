/** What is to be encoded. */
export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly framerate: number;
  /** bit/s */
  readonly bitrate: number;
}

/** By the name that people know. */
export type VideoCodecName = 'AVC' | 'VP9' | 'AV1' | 'VP8';

/** In the order of how many players play them. */
const VIDEO: Readonly<Record<VideoCodecName, string>> = {
  AVC: 'avc1.42e01f',
  VP9: 'vp09.00.31.08',
  AV1: 'av01.0.05M.08',
  VP8: 'vp8',
};

/** Likewise. */
const AUDIO = ['mp4a.40.2', 'opus'] as const;

const AUDIO_BITRATE = 96_000;

/** The codecs of which this browser encodes such pictures, best first, each with the configuration to use. */
export async function videoEncoders(format: PictureFormat): Promise<ReadonlyMap<VideoCodecName, VideoEncoderConfig>> {
  const found = new Map<VideoCodecName, VideoEncoderConfig>();
  for (const name of Object.keys(VIDEO) as VideoCodecName[]) {
    const codec = VIDEO[name];
    const form = name === 'AVC' ? { avc: { format: 'avc' } as const } : {};
    const config: VideoEncoderConfig = { ...format, codec, ...form, latencyMode: 'realtime' };
    if (await isSupported(() => VideoEncoder.isConfigSupported(config))) found.set(name, config);
  }
  return found;
}

/** The first audio codec that this browser encodes; `undefined` when it encodes none that RTMP carries. */
export async function audioEncoder(
  sampleRate: number,
  numberOfChannels: number,
): Promise<AudioEncoderConfig | undefined> {
  for (const codec of AUDIO) {
    const config = { codec, sampleRate, numberOfChannels, bitrate: AUDIO_BITRATE };
    if (await isSupported(() => AudioEncoder.isConfigSupported(config))) return config;
  }
  return undefined;
}

async function isSupported(ask: () => Promise<{ supported?: boolean }>): Promise<boolean> {
  try {
    return (await ask()).supported === true;
  } catch {
    return false; // a name that this browser has never heard
  }
}
