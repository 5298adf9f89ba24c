/** Message type IDs (§7.1, §5.4). AMF0 is 18 to 20 and AMF3 is 15 to 17; lists that swap them are wrong. */
export const MessageType = {
  SetChunkSize: 1,
  Abort: 2,
  Acknowledgement: 3,
  UserControl: 4,
  WindowAcknowledgementSize: 5,
  SetPeerBandwidth: 6,
  Audio: 8,
  Video: 9,
  DataAmf3: 15,
  SharedObjectAmf3: 16,
  CommandAmf3: 17,
  DataAmf0: 18,
  SharedObjectAmf0: 19,
  CommandAmf0: 20,
  Aggregate: 22,
} as const;

/** A message type ID that has a meaning; any other number on the wire is ignored (MSG-1). */
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(MessageType).map(([name, id]) => [id, name]));

/** The name of a message type ID for people: `Audio`, or `type 7` where the specification has no name. */
export function messageTypeName(messageTypeId: number): string {
  return NAMES.get(messageTypeId) ?? `type ${messageTypeId}`;
}
