import { AudioCodecId, codecName, VideoCodecId } from './codec-id.ts';

/** What people call a codec, one name for all its disguises: `AVC` for 7 and for `avc1`. */
export function codecLabel(media: 'audio' | 'video', codecId: number): string {
  return (media === 'video' ? VIDEO_LABELS : AUDIO_LABELS).get(codecId) ?? codecName(media, codecId);
}

const VIDEO_LABELS: ReadonlyMap<number, string> = new Map<number, string>([
  [VideoCodecId.jpeg, 'JPEG'],
  [VideoCodecId.sorensonH263, 'Sorenson H.263'],
  [VideoCodecId.screen, 'Screen video'],
  [VideoCodecId.vp6, 'VP6'],
  [VideoCodecId.vp6Alpha, 'VP6 with alpha'],
  [VideoCodecId.screen2, 'Screen video 2'],
  [VideoCodecId.avc, 'AVC'],
  [VideoCodecId.h263, 'H.263'],
  [VideoCodecId.mpeg4, 'MPEG-4 part 2'],
  [VideoCodecId.hevc, 'HEVC'],
  [VideoCodecId.av1, 'AV1'],
  [VideoCodecId.av01, 'AV1'],
  [VideoCodecId.vp08, 'VP8'],
  [VideoCodecId.vp09, 'VP9'],
  [VideoCodecId.avc1, 'AVC'],
  [VideoCodecId.hvc1, 'HEVC'],
  [VideoCodecId.vvc1, 'VVC'],
]);

const AUDIO_LABELS: ReadonlyMap<number, string> = new Map<number, string>([
  [AudioCodecId.pcm, 'PCM'],
  [AudioCodecId.adpcm, 'ADPCM'],
  [AudioCodecId.mp3, 'MP3'],
  [AudioCodecId.pcmLittleEndian, 'PCM'],
  [AudioCodecId.nellymoser16kHz, 'Nellymoser'],
  [AudioCodecId.nellymoser8kHz, 'Nellymoser'],
  [AudioCodecId.nellymoser, 'Nellymoser'],
  [AudioCodecId.aLaw, 'G.711 A-law'],
  [AudioCodecId.muLaw, 'G.711 mu-law'],
  [AudioCodecId.aac, 'AAC'],
  [AudioCodecId.speex, 'Speex'],
  [AudioCodecId.mp3At8kHz, 'MP3'],
  [AudioCodecId.ac3, 'AC-3'],
  [AudioCodecId.eac3, 'E-AC-3'],
  [AudioCodecId.opus, 'Opus'],
  [AudioCodecId.mp3FourCc, 'MP3'],
  [AudioCodecId.flac, 'FLAC'],
  [AudioCodecId.mp4a, 'AAC'],
]);
