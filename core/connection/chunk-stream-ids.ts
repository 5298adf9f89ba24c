/**
 * The chunk stream ids we send on (CHK-50). Any constant choice works on the wire; strict clients want control on 2 and
 * commands of the connection on 3.
 */
export const CHUNK_STREAM = { control: 2, connection: 3, audio: 4, stream: 5, video: 6 } as const;
