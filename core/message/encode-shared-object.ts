import { AmfOutput, inRange } from '../amf/amf-output.ts';
import { Amf0Writer } from '../amf/amf0-writer.ts';
import { Amf3Writer } from '../amf/amf3-writer.ts';
import { AmfUsageError } from '../amf/error.ts';
import { utf8Length } from '../bytes/utf8.ts';
import type { SharedObjectEvent, SharedObjectFormat, SharedObjectMessage } from './shared-object-message.ts';
import { FORMAT_SELECTOR, PERSISTENT_FLAG, SHARED_OBJECT_EVENT } from './shared-object-message.ts';

export interface EncodeSharedObjectOptions {
  /** Default `amf0`. */
  readonly format?: SharedObjectFormat;
  /** Write no AMF3 into AMF0, for peers whose object encoding is 0 (MSG-3). Default false. */
  readonly withoutAmf3?: boolean;
}

const LONGEST_TEXT = 0xffff;

/**
 * Writes the payload of a shared object message, in fresh memory.
 *
 * @throws AmfUsageError `amfNameTooLong` for a name of more than 65535 bytes, `amfOutOfRange` for a version that is not a
 *   uint32 or an unknown event that is not a uint8, and as for any values; nothing is written
 */
export function encodeSharedObject(message: SharedObjectMessage, options: EncodeSharedObjectOptions = {}): Uint8Array {
  const { format = 'amf0', withoutAmf3 = false } = options;
  return new SharedObjectWriter(format, withoutAmf3).write(message);
}

class SharedObjectWriter {
  readonly #out = new AmfOutput();
  readonly #values: Amf0Writer | Amf3Writer;
  /** Where events have their lengths, and what these are once known: values tell their size only when written. */
  readonly #lengths: { readonly at: number; readonly length: number }[] = [];

  constructor(format: SharedObjectFormat, withoutAmf3: boolean) {
    const out = this.#out;
    this.#values = format === 'amf3Throughout' ? new Amf3Writer(out) : new Amf0Writer(out, { withoutAmf3 });
    if (format !== 'amf0') out.u8(FORMAT_SELECTOR[format]);
  }

  write({ name, version, isPersistent, events }: SharedObjectMessage): Uint8Array {
    this.#text(name);
    this.#out.u32(inRange(version, 0, 0xffffffff, 'a version'));
    this.#out.u32(isPersistent ? PERSISTENT_FLAG : 0);
    this.#out.u32(0);
    for (const event of events) this.#event(event);
    const bytes = this.#out.finish();
    const view = new DataView(bytes.buffer);
    for (const { at, length } of this.#lengths) view.setUint32(at, length);
    return bytes;
  }

  #event(event: SharedObjectEvent): void {
    const isUnknown = event.type === 'unknown';
    this.#out.u8(isUnknown ? inRange(event.eventType, 0, 0xff, 'an event') : SHARED_OBJECT_EVENT[event.type]);
    const at = this.#out.length;
    this.#out.u32(0);
    this.#data(event);
    this.#out.expect(0);
    this.#lengths.push({ at, length: this.#out.length - at - 4 });
  }

  #data(event: SharedObjectEvent): void {
    switch (event.type) {
      case 'use':
      case 'release':
      case 'clear':
      case 'useSuccess':
        return;
      case 'requestChange':
        this.#text(event.slot);
        return this.#values.write(event.value);
      case 'change':
        for (const [slot, value] of event.slots) {
          this.#text(slot);
          this.#values.write(value);
        }
        return;
      case 'success':
      case 'remove':
      case 'requestRemove':
        return this.#text(event.slot);
      case 'sendMessage':
        for (const value of [event.handler, ...event.values]) this.#values.write(value);
        return;
      case 'status':
        this.#text(event.code);
        return this.#text(event.level);
      default:
        event.type satisfies 'unknown';
        this.#out.expect(event.data.length);
        this.#out.bytes(event.data);
    }
  }

  /** A text without a marker. */
  #text(text: string): void {
    if (this.#values instanceof Amf3Writer) return this.#values.writeString(text);
    const length = utf8Length(text);
    if (length > LONGEST_TEXT) {
      throw new AmfUsageError('amfNameTooLong', `expected a name of at most ${LONGEST_TEXT} bytes, came ${length}`);
    }
    this.#out.u16(length);
    this.#out.utf8(text, length);
  }
}
