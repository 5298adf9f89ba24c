import { type Capabilities, CapsEx, CodecFlag } from './capabilities.ts';

/**
 * What a peer announced of Enhanced RTMP, in a few words: `multitrack, modEx; fourCcList av01 hvc1; video * (forward)`.
 * Empty when it announced nothing. Names of codecs are the peer's own characters.
 */
export function capabilitiesLine(capabilities: Capabilities): string {
  const { capsEx, fourCcList, videoFourCcInfoMap, audioFourCcInfoMap } = capabilities;
  const parts = [
    flagNames(CapsEx, capsEx).join(', '),
    fourCcList && ['fourCcList', ...fourCcList].join(' '),
    videoFourCcInfoMap && mapLine('video', videoFourCcInfoMap),
    audioFourCcInfoMap && mapLine('audio', audioFourCcInfoMap),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('; ');
}

function mapLine(media: string, map: ReadonlyMap<string, number>): string {
  const codecs = [...map].map(([name, flags]) => {
    const can = flagNames(CodecFlag, flags).map((flag) => flag.slice('can'.length).toLowerCase());
    return ` ${name} (${can.join(', ')})`;
  });
  return `${media}${codecs.join()}`;
}

function flagNames(names: Readonly<Record<string, number>>, flags: number): string[] {
  return Object.entries(names)
    .filter(([, flag]) => (flags & flag) !== 0)
    .map(([name]) => name);
}
