import type { RecorderOptions } from '../recorder.ts';
import { MemoryStore } from './memory-store.ts';
import { Stage, type StageClient, type StageMessage } from './stage.ts';

/** A stage that records into memory at midnight. */
export function studio(options: Partial<RecorderOptions> = {}): { stage: Stage; store: MemoryStore } {
  const store = new MemoryStore();
  const timeOfDay = () => new Date(Date.UTC(2025, 0, 31));
  return { stage: new Stage({ recording: { store, timeOfDay, ...options } }), store };
}

type PublishType = 'live' | 'record' | 'append';

export async function publish(
  stage: Stage,
  type: PublishType,
  name = 'a',
  ...messages: StageMessage[]
): Promise<StageClient> {
  const client = await stage.connected();
  client.run((connection, now) => connection.publish(1, { name, type }, now));
  await stage.settle();
  client.send(...messages);
  await stage.settle();
  return client;
}

export async function unpublish(stage: Stage, client: StageClient, name = 'a'): Promise<void> {
  client.run((connection, now) => connection.fcUnpublish(name, now));
  await stage.settle();
}

/** Of the stream `live/a`, when its publisher asks for it. */
export const FILE = 'live/a.flv';
