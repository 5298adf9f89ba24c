import { encodeAmf0 } from '../amf/amf0.ts';
import type { AmfValue } from '../amf/value.ts';
import { utf8Length } from '../bytes/utf8.ts';
import type { SharedObjectEvent, SharedObjectMessage, SharedObjectSlot } from '../message/shared-object-message.ts';
import { SharedObject } from './shared-object.ts';
import { DEFAULT_SHARED_OBJECT_LIMITS, type SharedObjectLimits } from './shared-object-limits.ts';

/** One message, and who is to be sent it. */
export interface SharedObjectDelivery<Owner> {
  readonly to: readonly Owner[];
  readonly message: SharedObjectMessage;
}

/** An object as a host wrote it down. */
export interface StoredSharedObject {
  readonly name: string;
  readonly version: number;
  readonly slots: Iterable<SharedObjectSlot>;
}

type SharedObjectEventOf<Type> = Extract<SharedObjectEvent, { readonly type: Type }>;

/** What only a user may ask for. */
const FOR_USERS: ReadonlySet<SharedObjectEvent['type']> = new Set(['requestChange', 'requestRemove', 'sendMessage']);

type RefusalCode = 'BadPersistence' | 'NoReadAccess' | 'NoWriteAccess' | 'ObjectCreationFailed';

/** One message of one user as it is worked through. */
interface Turn<Owner> {
  readonly scope: string;
  readonly owner: Owner;
  readonly message: SharedObjectMessage;
  /** What the user is answered. */
  readonly own: SharedObjectEvent[];
  /** What the other users are told. */
  readonly others: SharedObjectEvent[];
  object: SharedObject<Owner> | undefined;
  hasChanged: boolean;
}

/**
 * The server's side of shared objects (§7.1.3, MSG-10): keeps their slots, so that all users see the same.
 *
 * No I/O, no callbacks: each message gives the messages to send, and owners, the users' connections, are opaque. A host
 * that wants to change objects itself is an owner of its own. Within a scope, such as an application, a name means one
 * object. A temporary object goes with its last user, a persistent one stays until the host forgets it.
 */
export class SharedObjects<Owner> {
  readonly #limits: SharedObjectLimits;
  readonly #objects = new Map<string, SharedObject<Owner>>();
  #bytes = 0;

  constructor(limits: Partial<SharedObjectLimits> = {}) {
    this.#limits = { ...DEFAULT_SHARED_OBJECT_LIMITS, ...limits };
  }

  /** Every object there is. */
  objects(): Iterable<SharedObject<Owner>> {
    return this.#objects.values();
  }

  find(scope: string, name: string): SharedObject<Owner> | undefined {
    return this.#objects.get(keyOf(scope, name));
  }

  /**
   * Works through what a client said, event by event.
   *
   * - Use: UseSuccess, Clear and a Change of all slots to the user.
   * - RequestChange: Success to the user, Change to the others; of null or undefined, Remove to the others.
   * - RequestRemove: Remove to all that have the slot, and to the user whether or not.
   * - SendMessage: to all, the user among them.
   * - What is not allowed: a Status of level `error` to the user.
   *
   * Events that only a server sends mean nothing from a client (MSG-10).
   *
   * @param message - its values are kept; not to be changed afterwards
   */
  receive(scope: string, owner: Owner, message: SharedObjectMessage): readonly SharedObjectDelivery<Owner>[] {
    const object = this.find(scope, message.name);
    const turn: Turn<Owner> = { scope, owner, message, own: [], others: [], object, hasChanged: false };
    for (const event of message.events) this.#take(turn, event);
    if (turn.hasChanged) turn.object?.raiseVersion();
    const others = [...(turn.object?.users ?? [])].filter((user) => user !== owner);
    return [...deliver(turn, [owner], turn.own), ...deliver(turn, others, turn.others)];
  }

  /** The owner is gone, and uses nothing any more. */
  leave(owner: Owner): void {
    for (const object of this.#objects.values()) this.#release(object, owner);
  }

  /** Empties an object. @returns Clear to its users */
  clear(scope: string, name: string): readonly SharedObjectDelivery<Owner>[] {
    const object = this.find(scope, name);
    if (object === undefined) return [];
    this.#keepingCount(object, () => object.clear());
    object.raiseVersion();
    const { version, isPersistent, users } = object;
    return users.size === 0
      ? []
      : [{ to: [...users], message: { name, version, isPersistent, events: [{ type: 'clear' }] } }];
  }

  /** Brings a persistent object back. @returns false when there is one of that name, or no room for this one */
  restore(scope: string, { name, version, slots }: StoredSharedObject): boolean {
    if (this.find(scope, name) !== undefined) return false;
    const object = this.#create(scope, name, true, version);
    if (object === undefined) return false;
    for (const [slot, value] of slots) {
      if (this.#set(object, slot, value)) continue;
      this.#delete(object);
      return false;
    }
    return true;
  }

  /** Lets go of a persistent object. @returns false when there is none, or somebody uses it */
  forget(scope: string, name: string): boolean {
    const object = this.find(scope, name);
    if (object === undefined || object.users.size > 0) return false;
    this.#delete(object);
    return true;
  }

  #take(turn: Turn<Owner>, event: SharedObjectEvent): void {
    if (event.type === 'use') return this.#use(turn);
    const { object, owner } = turn;
    if (!object?.users.has(owner)) {
      if (FOR_USERS.has(event.type)) refuse(turn, 'NoWriteAccess');
      return;
    }
    switch (event.type) {
      case 'release':
        return this.#release(object, owner);
      case 'requestChange':
        return this.#change(turn, object, event);
      case 'requestRemove':
        turn.own.push({ type: 'remove', slot: event.slot });
        return this.#remove(turn, object, event.slot);
      case 'sendMessage':
        return this.#send(turn, event);
      default: // only a server says this
    }
  }

  #use(turn: Turn<Owner>): void {
    const { scope, owner, message } = turn;
    const known = this.find(scope, message.name);
    const object = known ?? this.#create(scope, message.name, message.isPersistent);
    if (object === undefined) return refuse(turn, 'ObjectCreationFailed');
    if (object.isPersistent !== message.isPersistent) return refuse(turn, 'BadPersistence');
    if (!object.users.has(owner) && object.users.size >= this.#limits.users) return refuse(turn, 'NoReadAccess');
    object.use(owner);
    turn.object = object;
    turn.own.push({ type: 'useSuccess' }, { type: 'clear' });
    if (object.slots.size > 0) turn.own.push({ type: 'change', slots: object.list() });
  }

  #change(turn: Turn<Owner>, object: SharedObject<Owner>, { slot, value }: SharedObjectEventOf<'requestChange'>): void {
    const isRemoval = value === null || value === undefined; // how a client deletes a property
    if (!isRemoval && !this.#set(object, slot, value)) return refuse(turn, 'NoWriteAccess');
    turn.own.push({ type: 'success', slot });
    if (isRemoval) return this.#remove(turn, object, slot);
    turn.others.push({ type: 'change', slots: [[slot, value]] });
    turn.hasChanged = true;
  }

  #send(turn: Turn<Owner>, event: SharedObjectEventOf<'sendMessage'>): void {
    const bytes = weigh([event.handler, ...event.values], this.#limits.objectBytes);
    if (bytes === undefined) return refuse(turn, 'NoWriteAccess');
    turn.own.push(event);
    turn.others.push(event);
  }

  #remove(turn: Turn<Owner>, object: SharedObject<Owner>, slot: string): void {
    if (!object.slots.has(slot)) return;
    this.#keepingCount(object, () => object.remove(slot));
    turn.others.push({ type: 'remove', slot });
    turn.hasChanged = true;
  }

  /** @returns false when there is no room for the value, or it could not be told to every user */
  #set(object: SharedObject<Owner>, slot: string, value: AmfValue): boolean {
    const { slots, objectBytes, totalBytes } = this.#limits;
    if (!object.slots.has(slot) && object.slots.size >= slots) return false;
    const room = Math.min(objectBytes - object.bytes, totalBytes - this.#bytes) + object.bytesOf(slot);
    const nameBytes = utf8Length(slot);
    const valueBytes = weigh([value], room - nameBytes);
    if (valueBytes === undefined) return false;
    this.#keepingCount(object, () => object.set(slot, value, nameBytes + valueBytes));
    return true;
  }

  #create(scope: string, name: string, isPersistent: boolean, version = 0): SharedObject<Owner> | undefined {
    const { objects, objectBytes, totalBytes } = this.#limits;
    const object = new SharedObject<Owner>(scope, name, isPersistent, version);
    const hasRoom = object.bytes <= objectBytes && this.#bytes + object.bytes <= totalBytes;
    if (this.#objects.size >= objects || !hasRoom) return undefined;
    this.#objects.set(keyOf(scope, name), object);
    this.#bytes += object.bytes;
    return object;
  }

  #release(object: SharedObject<Owner>, owner: Owner): void {
    if (!object.users.has(owner)) return;
    object.release(owner);
    if (object.users.size === 0 && !object.isPersistent) this.#delete(object);
  }

  #delete(object: SharedObject<Owner>): void {
    this.#objects.delete(keyOf(object.scope, object.name));
    this.#bytes -= object.bytes;
  }

  #keepingCount(object: SharedObject<Owner>, change: () => void): void {
    const before = object.bytes;
    change();
    this.#bytes += object.bytes - before;
  }
}

/** No two pairs give the same key, whatever is in them. */
function keyOf(scope: string, name: string): string {
  return `${scope.length} ${scope} ${name}`;
}

function refuse<Owner>({ own }: Turn<Owner>, code: RefusalCode): void {
  own.push({ type: 'status', code: `SharedObject.${code}`, level: 'error' });
}

function deliver<Owner>(
  { object, message }: Turn<Owner>,
  to: readonly Owner[],
  events: readonly SharedObjectEvent[],
): SharedObjectDelivery<Owner>[] {
  if (to.length === 0 || events.length === 0) return [];
  const { name, version, isPersistent } = object ?? message;
  return [{ to, message: { name, version, isPersistent, events } }];
}

/** The bytes of values in the longer of the forms that users may be sent (MSG-3). `undefined`: too many, or it has none. */
function weigh(values: readonly AmfValue[], longest: number): number | undefined {
  try {
    return Math.max(...[false, true].map((withoutAmf3) => encodeAmf0(values, { withoutAmf3, longest }).length));
  } catch {
    return undefined; // AmfUsageError: amfCyclic, amfTooLong, amfNameEmpty, …
  }
}
