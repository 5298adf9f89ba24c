import { announcesEnhanced, type Capabilities, CapsEx, CodecFlag, codecFlags } from './capabilities.ts';

/**
 * In which form a player gets media: what it announced in `connect`, and what the operator chose for those that
 * announce nothing. Nothing is ever encoded or timed anew: a message goes as it is, in another header, or not at all.
 */
export interface PlayerForm {
  readonly capabilities: Capabilities;
  /** Whether all goes to a player that announced nothing of Enhanced RTMP as it is, instead of legacy forms only (ERTMP-9). */
  readonly enhancedToLegacy: boolean;
  /** Whether HEVC under the unofficial codec id 12 becomes `hvc1` for players that take that (Q-52, FLV-26). */
  readonly codec12AsHvc1: boolean;
  /** Players with equal keys get equal messages. */
  readonly key: string;
}

export interface PlayerFormOptions {
  /** Default false. */
  readonly enhancedToLegacy?: boolean;
  /** Default false. */
  readonly codec12AsHvc1?: boolean;
}

export function playerForm(capabilities: Capabilities, options: PlayerFormOptions = {}): PlayerForm {
  const { enhancedToLegacy = false, codec12AsHvc1 = false } = options;
  const { fourCcList, videoFourCcInfoMap, audioFourCcInfoMap, capsEx } = capabilities;
  const lists = [fourCcList, entriesOf(videoFourCcInfoMap), entriesOf(audioFourCcInfoMap)];
  const isAsItIs = enhancedToLegacy && !announcesEnhanced(capabilities);
  const key = JSON.stringify([isAsItIs, codec12AsHvc1, announcesEnhanced(capabilities), capsEx, lists]);
  return { capabilities, enhancedToLegacy, codec12AsHvc1, key };
}

/** Whether the player gets enhanced media without a look at what it is. */
export function takesAll({ capabilities, enhancedToLegacy }: PlayerForm): boolean {
  return enhancedToLegacy && !announcesEnhanced(capabilities);
}

/** Whether the player gets bodies of this FourCC in an enhanced header: it decodes or forwards them. */
export function takesCodec({ capabilities }: PlayerForm, media: 'audio' | 'video', codecId: number): boolean {
  return (codecFlags(capabilities, media, codecId) & (CodecFlag.canDecode | CodecFlag.canForward)) !== 0;
}

export function takesMultitrack({ capabilities }: PlayerForm): boolean {
  return (capabilities.capsEx & CapsEx.multitrack) !== 0;
}

export function takesModEx({ capabilities }: PlayerForm): boolean {
  return (capabilities.capsEx & CapsEx.modEx) !== 0;
}

function entriesOf(map: ReadonlyMap<string, number> | undefined): readonly unknown[] | undefined {
  return map && [...map].sort();
}
