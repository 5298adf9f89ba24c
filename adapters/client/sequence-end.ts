import { type FlvPayload, FlvTagType, readAudioTagHeader, readVideoTagHeader } from '../../core/index.ts';

/** Whether a tag says that its tracks have ended: with it their headers are void, and a server forgets them. */
export function isSequenceEnd({ type, data }: Pick<FlvPayload, 'type' | 'data'>): boolean {
  if (type === FlvTagType.video) return readVideoTagHeader(data)?.packetType === 'sequenceEnd';
  return type === FlvTagType.audio && readAudioTagHeader(data)?.packetType === 'sequenceEnd';
}
