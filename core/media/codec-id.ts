/**
 * Codec ids, spelled as `videocodecid` and `audiocodecid` of onMetaData spell them (ERTMP-31): the number of the legacy
 * header (0 to 15), or the FourCC read as a big-endian number (ERTMP-10). One number therefore names a codec whichever
 * header carried it; that `7` and `avc1` are the same codec in two disguises is left visible.
 */

/**
 * Four characters as a big-endian number: `av01` is 0x61763031. Case matters (`Opus`, `fLaC`, `.mp3`). A text of another
 * length, or of characters above 0xff, is no FourCC and gives a number that means nothing.
 */
export function fourCc(characters: string): number {
  let value = 0;
  for (let index = 0; index < 4; index += 1) value = value * 256 + characters.charCodeAt(index);
  return value;
}

// `as number` says in words what `fourCc` answers: JSR takes no type of an export that it would have to infer.

/** FLV E.4.3.1 for the small numbers (FLV-20), 12 and 13 by the convention of Chinese CDNs (FLV-26), then the FourCC table. */
export const VideoCodecId = {
  jpeg: 1,
  sorensonH263: 2,
  screen: 3,
  vp6: 4,
  vp6Alpha: 5,
  screen2: 6,
  avc: 7,
  h263: 8,
  mpeg4: 9,
  hevc: 12,
  av1: 13,
  av01: fourCc('av01') as number,
  vp08: fourCc('vp08') as number,
  vp09: fourCc('vp09') as number,
  avc1: fourCc('avc1') as number,
  hvc1: fourCc('hvc1') as number,
  vvc1: fourCc('vvc1') as number,
} as const;

/** FLV E.4.2.1 for the small numbers (FLV-12; 9 means "enhanced header follows" and is never a codec), then the FourCC table. */
export const AudioCodecId = {
  pcm: 0,
  adpcm: 1,
  mp3: 2,
  pcmLittleEndian: 3,
  nellymoser16kHz: 4,
  nellymoser8kHz: 5,
  nellymoser: 6,
  aLaw: 7,
  muLaw: 8,
  aac: 10,
  speex: 11,
  mp3At8kHz: 14,
  device: 15,
  ac3: fourCc('ac-3') as number,
  eac3: fourCc('ec-3') as number,
  opus: fourCc('Opus') as number,
  mp3FourCc: fourCc('.mp3') as number,
  flac: fourCc('fLaC') as number,
  mp4a: fourCc('mp4a') as number,
} as const;

/** The four characters of a FourCC: the opposite of `fourCc`. */
export function fourCcText(codecId: number): string {
  return String.fromCharCode(codecId >>> 24, (codecId >>> 16) & 0xff, (codecId >>> 8) & 0xff, codecId & 0xff);
}

/** Whether the id is a FourCC, not the number of a legacy header. */
export function isFourCc(codecId: number): boolean {
  return codecId > 0xff;
}

/** Whether the id is one of the FourCC table: only then is the layout of its bodies known (ERTMP-12). */
export function isKnownFourCc(media: 'audio' | 'video', codecId: number): boolean {
  return isFourCc(codecId) && (media === 'video' ? VIDEO_NAMES : AUDIO_NAMES).has(codecId);
}

/** Whether CodedFrames of this FourCC open with a composition time (ERTMP-15). */
export function hasCompositionTime(codecId: number): boolean {
  return codecId === VideoCodecId.avc1 || codecId === VideoCodecId.hvc1 || codecId === VideoCodecId.vvc1;
}

const VIDEO_NAMES = namesOf(VideoCodecId);
const AUDIO_NAMES = namesOf(AudioCodecId);

/**
 * A codec's name for people: the four characters of a FourCC (`hvc1`), the name of a legacy id (`avc`, `speex`), or
 * `codec 0x…` for what has neither.
 */
export function codecName(media: 'audio' | 'video', codecId: number): string {
  const name = (media === 'video' ? VIDEO_NAMES : AUDIO_NAMES).get(codecId);
  if (codecId > 0xffffff && isPrintable(codecId)) return fourCcText(codecId);
  return name ?? `codec 0x${codecId.toString(16)}`;
}

function namesOf(ids: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(ids).map(([name, id]) => [id, name]));
}

function isPrintable(codecId: number): boolean {
  return /^[\x20-\x7e]{4}$/.test(fourCcText(codecId));
}
