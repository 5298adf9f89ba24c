import { describe, expect, it } from 'vitest';
import { type AmfValue, amfObject, chunkMessage, encodeAmf0, MessageType } from '../../core/index.ts';
import { Stage, type StageClient } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';

/** A command as it goes on the wire, on message stream 1, whatever the client may say now. */
type Command = readonly [name: string, ...userArguments: AmfValue[]];

const MOVIE = movie({ seconds: 60 });

const PLAY: Command = ['play', 'a'];
const APPEND: Command = ['play', 'a', -2, -1, false];
const SWAP: Command = ['play2', amfObject({ streamName: 'a', transition: 'switch' })];
const CLOSE: Command = ['closeStream'];

function say(client: StageClient, [name, ...userArguments]: Command): void {
  const payload = encodeAmf0([name, 0, null, ...userArguments]);
  const chunkStreamId = 8;
  const message = { chunkStreamId, timestamp: 0, messageTypeId: MessageType.CommandAmf0, messageStreamId: 1, payload };
  client.run((connection, now) => {
    const bytes = chunkMessage(message, connection.sendChunkSize);
    return connection.sendChunks({ bytes, chunkStreamId }, now);
  });
}

/** The client says all of it before the server has answered anything. */
async function inOneBreath(stage: Stage, client: StageClient, ...commands: readonly Command[]): Promise<void> {
  for (const command of commands) say(client, command);
  for (let turn = 0; turn < 12; turn += 1) await stage.settle();
}

describe('a player that does not wait for answers', () => {
  for (const isSlow of [false, true]) {
    for (const [what, commands, openCount] of [
      ['leaves', [PLAY, CLOSE], 0],
      ['plays again', [PLAY, PLAY], 1],
      ['changes', [PLAY, SWAP, SWAP], 1],
      ['changes and leaves', [PLAY, SWAP, CLOSE], 0],
      ['appends and leaves', [PLAY, APPEND, CLOSE], 0],
    ] as const) {
      it(`leaves no file open when it ${what}, the source being ${isSlow ? 'slow' : 'quick'}`, async () => {
        const vod = new MemoryVod({ 'live/a.flv': MOVIE });
        vod.isSlow = isSlow;
        const stage = new Stage({ vod });
        const client = await stage.connected();
        await inOneBreath(stage, client, ...commands);
        expect(vod.openCount).toBe(openCount);
        expect(stage.told('vodStarted').length - stage.told('vodEnded').length).toBe(openCount);
        client.driver.abort();
        await stage.settle();
        expect(vod.openCount).toBe(0);
        expect(stage.told('vodEnded')).toHaveLength(stage.told('vodStarted').length);
      });
    }
  }
});
