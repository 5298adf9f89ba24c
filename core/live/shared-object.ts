import type { AmfValue } from '../amf/value.ts';
import { utf8Length } from '../bytes/utf8.ts';
import type { SharedObjectSlot } from '../message/shared-object-message.ts';

/** One shared object at the server (§7.1.3): its slots and who uses it. Limits are the business of `SharedObjects`. */
export class SharedObject<Owner> {
  readonly scope: string;
  readonly name: string;
  /** It stays when nobody uses it. Writing it down is the host's business. */
  readonly isPersistent: boolean;
  readonly #users = new Set<Owner>();
  readonly #slots = new Map<string, AmfValue>();
  readonly #sizes = new Map<string, number>();
  #version: number;
  #bytes: number;

  constructor(scope: string, name: string, isPersistent: boolean, version = 0) {
    this.scope = scope;
    this.name = name;
    this.isPersistent = isPersistent;
    this.#version = version;
    this.#bytes = utf8Length(name);
  }

  /** uint32; raised once for each message that changed slots, and 0 again after 2^32-1. */
  get version(): number {
    return this.#version;
  }

  get slots(): ReadonlyMap<string, AmfValue> {
    return this.#slots;
  }

  get users(): ReadonlySet<Owner> {
    return this.#users;
  }

  /** What names and values take as AMF. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What a slot takes of them; 0 when there is none of that name. */
  bytesOf(slot: string): number {
    return this.#sizes.get(slot) ?? 0;
  }

  use(owner: Owner): void {
    this.#users.add(owner);
  }

  release(owner: Owner): void {
    this.#users.delete(owner);
  }

  /** @param bytes - what the slot takes from now on */
  set(slot: string, value: AmfValue, bytes: number): void {
    this.#bytes += bytes - this.bytesOf(slot);
    this.#slots.set(slot, value);
    this.#sizes.set(slot, bytes);
  }

  /** @returns whether there was such a slot */
  remove(slot: string): boolean {
    this.#bytes -= this.bytesOf(slot);
    this.#sizes.delete(slot);
    return this.#slots.delete(slot);
  }

  clear(): void {
    for (const slot of this.#slots.keys()) this.remove(slot);
  }

  raiseVersion(): void {
    this.#version = (this.#version + 1) >>> 0;
  }

  /** All slots, in the order in which they came to be. */
  list(): SharedObjectSlot[] {
    return [...this.#slots];
  }
}
