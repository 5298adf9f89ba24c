import type { CaptureStore } from '../capture-store.ts';

/** A store in memory, which may be slow or fail. */
export class MemoryCaptures implements CaptureStore {
  readonly files = new Map<string, string>();
  /** What is asked of it waits for this. */
  gate: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  async list() {
    return [...this.files].map(([name, text]) => ({ name, bytes: text.length }));
  }

  async append(name: string, bytes: Uint8Array, isNew: boolean) {
    await this.gate;
    if (this.failure !== undefined) throw this.failure;
    if (isNew === this.files.has(name)) throw new Error(`${name} is ${isNew ? 'there' : 'not there'}`);
    this.files.set(name, (this.files.get(name) ?? '') + new TextDecoder().decode(bytes));
  }

  async remove(name: string) {
    this.files.delete(name);
  }
}
