import { describe, expect, it } from 'vitest';
import {
  avmPlus,
  type ConnectionEvent,
  type ServerConnection,
  type SharedObjectEvent,
  type SharedObjectMessage,
  SharedObjects,
} from '../../core/index.ts';
import { acceptAll, createPair, type Pair } from './pair.ts';
import type { Side } from './side.ts';

/** A server that keeps shared objects: all that it takes. */
function serverOf(objects: SharedObjects<Side<ServerConnection>>) {
  return (event: ConnectionEvent, side: Side<ServerConnection>): void => {
    acceptAll(event, side);
    if (event.type === 'closed') objects.leave(side);
    if (event.type !== 'sharedObjectReceived') return;
    for (const { to, message } of objects.receive('live', side, event)) {
      for (const user of to) user.run((connection, now) => connection.sendSharedObject(message, now));
    }
  };
}

function chat(...events: SharedObjectEvent[]): SharedObjectMessage {
  return { name: 'chat', version: 0, isPersistent: false, events };
}

function says({ client }: Pair, ...events: SharedObjectEvent[]): void {
  client.run((connection, now) => connection.sendSharedObject({ ...chat(...events), format: 'amf3' }, now));
}

describe('shared objects between clients (7.1.3, MSG-10)', () => {
  it('reach every user by way of the server, and go with the last', () => {
    const objects = new SharedObjects<Side<ServerConnection>>();
    const pairs = [1, 2].map(() => createPair({ onServerEvent: serverOf(objects) }));
    const [a, b] = pairs as [Pair, Pair]; // made of two
    const drive = () => {
      for (const pair of [a, b, a]) pair.driveUntilIdle();
    };
    drive();
    says(a, { type: 'use' }, { type: 'requestChange', slot: 'n', value: avmPlus('x') });
    drive();
    says(b, { type: 'use' }, { type: 'sendMessage', handler: 'hi', values: [1] });
    drive();

    const synced = [{ type: 'useSuccess' }, { type: 'clear' }] as const;
    const hi = { type: 'sendMessage', handler: 'hi', values: [1] };
    expect(a.client.eventsOf('sharedObjectReceived')).toMatchObject([
      { version: 1, format: 'amf0', events: [...synced, { type: 'success', slot: 'n' }] },
      { version: 1, events: [hi] },
    ]);
    expect(b.client.eventsOf('sharedObjectReceived')).toMatchObject([
      { version: 1, events: [...synced, { type: 'change', slots: [['n', 'x']] }, hi] },
    ]);

    for (const { client } of [a, b]) client.driver.close();
    drive();
    expect([...objects.objects()]).toEqual([]);
  });
});
