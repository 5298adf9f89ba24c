import { AmfInput, malformed } from '../amf/amf-input.ts';
import { Amf0Reader } from '../amf/amf0-reader.ts';
import { Amf3Reader } from '../amf/amf3-reader.ts';
import type { AmfBudget } from '../amf/budget.ts';
import type { ExternalizableForm } from '../amf/externalizable.ts';
import type { AmfValue } from '../amf/value.ts';
import { ByteCursor } from '../bytes/cursor.ts';
import { MessageType } from './message-type.ts';
import type {
  SharedObjectEvent,
  SharedObjectFormat,
  SharedObjectMessage,
  SharedObjectSlot,
} from './shared-object-message.ts';
import { FORMAT_SELECTOR, PERSISTENT_FLAG, SHARED_OBJECT_EVENT } from './shared-object-message.ts';

/** A message as it was read. Written in the same format it gives the same bytes, but for other spellings of AMF values. */
export interface DecodedSharedObject extends SharedObjectMessage {
  readonly format: SharedObjectFormat;
}

export interface DecodeSharedObjectOptions {
  /** `SharedObjectAmf3` has a format selector before the name (MSG-2). Default `SharedObjectAmf0`. */
  readonly messageTypeId?: number;
  /** How deep and how many values; an event counts as a value (AMF-LIM-2, AMF-LIM-4). */
  readonly budget?: Partial<AmfBudget>;
  /** Externalizable classes known besides those of Flex (AMF3-20). */
  readonly externalizables?: readonly ExternalizableForm[];
}

/** Version, flags, and 32 bits that say nothing (MSG-11). */
const FIELDS_BYTES = 12;

type EventName = keyof typeof SHARED_OBJECT_EVENT;
const EVENT_NAMES: ReadonlyMap<number, EventName> = new Map(
  (Object.keys(SHARED_OBJECT_EVENT) as EventName[]).map((name) => [SHARED_OBJECT_EVENT[name], name]), // a constant table
);

/**
 * Reads the payload of a shared object message, all of it or nothing: half of what happened to an object is no use.
 *
 * @param payload - whole message; nothing in the result aliases it
 * @throws AmfError `amfMalformed` when an event does not fill its length, a value does not decode, a text is no UTF-8 (names
 *   are identities: AMF0-23), or the format selector is unknown; `amfTooComplex` past the budget; `amfClassUnknown`
 */
export function decodeSharedObject(payload: Uint8Array, options: DecodeSharedObjectOptions = {}): DecodedSharedObject {
  const format = formatOf(options.messageTypeId ?? MessageType.SharedObjectAmf0, payload);
  const cursor = new ByteCursor(payload, format === 'amf0' ? 0 : 1);
  return new SharedObjectReader(new AmfInput(cursor, options.budget), format, options.externalizables ?? []).read();
}

function formatOf(messageTypeId: number, payload: Uint8Array): SharedObjectFormat {
  if (messageTypeId !== MessageType.SharedObjectAmf3) return 'amf0';
  const [selector] = payload;
  if (selector === FORMAT_SELECTOR.amf3) return 'amf3';
  if (selector === FORMAT_SELECTOR.amf3Throughout) return 'amf3Throughout';
  throw malformed(0, `expected format selector 0 or 3, came ${selector ?? 'nothing'}`);
}

/** Reads one message. References reach from one event into those before it, as the tables are those of a message. */
class SharedObjectReader {
  readonly #input: AmfInput;
  readonly #cursor: ByteCursor;
  readonly #format: SharedObjectFormat;
  readonly #values: Amf0Reader | Amf3Reader;

  constructor(input: AmfInput, format: SharedObjectFormat, forms: readonly ExternalizableForm[]) {
    this.#input = input;
    this.#cursor = input.cursor;
    this.#format = format;
    this.#values = format === 'amf3Throughout' ? new Amf3Reader(input, forms) : new Amf0Reader(input, forms);
  }

  read(): DecodedSharedObject {
    const name = this.#text('the name of a shared object');
    this.#input.need(FIELDS_BYTES, 'version and flags');
    const version = this.#cursor.u32();
    const isPersistent = (this.#cursor.u32() & PERSISTENT_FLAG) !== 0;
    this.#cursor.skip(4);
    const events: SharedObjectEvent[] = [];
    while (this.#cursor.remaining > 0) events.push(this.#event());
    if (this.#input.malformedUtf8) throw malformed(0, 'expected names and texts in UTF-8, came other bytes');
    return { name, version, isPersistent, events, format: this.#format };
  }

  #event(): SharedObjectEvent {
    const at = this.#cursor.position;
    const eventType = this.#input.marker();
    this.#input.need(4, 'the length of an event');
    const length = this.#cursor.u32();
    this.#input.need(length, 'an event');
    const start = this.#cursor.position;
    const event = this.#eventOf(eventType, start + length);
    const taken = this.#cursor.position - start;
    if (taken === length) return event;
    throw malformed(at, `expected event ${eventType} to fill its ${length} bytes, came ${taken}`);
  }

  /** @param end - where the event should end; a value that reads on beyond is found out by the caller */
  #eventOf(eventType: number, end: number): SharedObjectEvent {
    const type = EVENT_NAMES.get(eventType);
    switch (type) {
      case 'use':
      case 'release':
      case 'clear':
      case 'useSuccess':
        return { type };
      case 'requestChange': {
        const [slot, value] = this.#slot();
        return { type, slot, value };
      }
      case 'change':
        return { type, slots: this.#until(end, () => this.#slot()) };
      case 'success':
      case 'remove':
      case 'requestRemove':
        return { type, slot: this.#text('the name of a slot') };
      case 'sendMessage':
        return { type, handler: this.#handler(), values: this.#until(end, () => this.#values.read()) };
      case 'status':
        return { type, code: this.#text('a status code'), level: this.#text('a level') };
      case undefined:
        return { type: 'unknown', eventType, data: this.#cursor.take(end - this.#cursor.position).slice() };
    }
  }

  #until<T>(end: number, read: () => T): T[] {
    const all: T[] = [];
    while (this.#cursor.position < end) all.push(read());
    return all;
  }

  #slot(): SharedObjectSlot {
    return [this.#text('the name of a slot'), this.#values.read()];
  }

  /** Unlike every other text here it is a value, with its marker (MSG-12). */
  #handler(): string {
    const at = this.#cursor.position;
    const handler: AmfValue = this.#values.read();
    if (typeof handler === 'string') return handler;
    throw malformed(at, 'expected the name of a handler, came a value that is no string');
  }

  /** A text without a marker. */
  #text(what: string): string {
    if (this.#values instanceof Amf3Reader) return this.#values.readString(what);
    this.#input.need(2, what);
    return this.#input.text(this.#cursor.u16(), what);
  }
}
