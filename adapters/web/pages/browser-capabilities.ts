import { type Capabilities, CapsEx, CodecFlag } from '../../../core/index.ts';

/** A codec of Enhanced RTMP, and an ordinary stream of it by which a browser is asked whether it decodes such streams. */
interface Question {
  readonly fourCc: string;
  readonly codec: string;
}

const VIDEO: readonly Question[] = [
  { fourCc: 'avc1', codec: 'avc1.64001f' },
  { fourCc: 'hvc1', codec: 'hvc1.1.6.L93.B0' },
  { fourCc: 'av01', codec: 'av01.0.05M.08' },
  { fourCc: 'vp09', codec: 'vp09.00.31.08' },
  { fourCc: 'vp08', codec: 'vp8' },
];

const AUDIO: readonly Question[] = [
  { fourCc: 'mp4a', codec: 'mp4a.40.2' },
  { fourCc: 'Opus', codec: 'opus' },
  { fourCc: '.mp3', codec: 'mp3' },
  { fourCc: 'fLaC', codec: 'flac' },
];

/** A STREAMINFO of 48000 Hz, stereo, 16 bits: without one FLAC is no question. */
const FLAC_DESCRIPTION = Uint8Array.from(
  [0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34, 16, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0x0b, 0xb8, 0x02, 0xf0].concat(
    new Array(20).fill(0),
  ),
);

/**
 * What this page can do with Enhanced RTMP: the codecs that the browser decodes, and of the rest what the player reads. It
 * plays one track of each kind and says so: then a server need not send the others.
 */
export async function browserCapabilities(): Promise<Capabilities> {
  const video = await Promise.all(VIDEO.map(async (asked) => ((await decodesVideo(asked)) ? [asked.fourCc] : [])));
  const audio = await Promise.all(AUDIO.map(async (asked) => ((await decodesAudio(asked)) ? [asked.fourCc] : [])));
  const flags = (names: readonly string[]) => new Map(names.map((name) => [name, CodecFlag.canDecode]));
  return {
    fourCcList: [...video.flat(), ...audio.flat()],
    videoFourCcInfoMap: flags(video.flat()),
    audioFourCcInfoMap: flags(audio.flat()),
    capsEx: CapsEx.modEx | CapsEx.timestampNanoOffset,
    videoFunction: 0,
  };
}

async function decodesVideo({ codec }: Question): Promise<boolean> {
  try {
    return (await VideoDecoder.isConfigSupported({ codec, codedWidth: 1280, codedHeight: 720 })).supported === true;
  } catch {
    return false; // a name that this browser has never heard
  }
}

async function decodesAudio({ codec }: Question): Promise<boolean> {
  const description = codec === 'flac' ? { description: FLAC_DESCRIPTION } : {};
  try {
    const config = { codec, sampleRate: 48_000, numberOfChannels: 2, ...description };
    return (await AudioDecoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}
