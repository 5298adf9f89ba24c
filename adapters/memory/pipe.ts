import type { TransportHandlers } from '../transport.ts';
import { ByteQueue } from './byte-queue.ts';
import type { SeededRandom } from './random.ts';
import { pieceSizes, type Split } from './split.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How bytes travel in one direction. */
export interface PipeOptions {
  /** In which pieces they arrive. Default `whole`. */
  readonly split?: Split;
  /** Virtual milliseconds from the writer to the reader. Default 0: later, but at the same instant. */
  readonly delayMs?: number;
  /** How fast bytes get in, above 0: one after the other, as on a line of that rate. Default at once. */
  readonly bytesPerSecond?: number;
  /** Bytes that may be between writer and reader; the rest waits in the writer's memory. Default unlimited. */
  readonly capacity?: number;
  /** The link breaks, both ways, when so many bytes have been delivered. Default never. */
  readonly cutAfterBytes?: number;
  /** Sees every piece just before the reader does. The bytes are borrowed. */
  readonly tap?: (bytes: Uint8Array) => void;
}

/** What a pipe needs of its link. */
export interface PipeOwner {
  /** Breaks both directions. */
  cut(): void;
  /** This direction has delivered its end. */
  onPipeEnded(): void;
}

/** Bytes that arrive together on a line with a rate: what a TCP segment carries over Ethernet. */
const SEGMENT_BYTES = 1460;

/** Overwrites each piece after it was read, so that a reader that keeps a view of it is found out. */
const POISON = 0xdd;

/**
 * One direction of a link. In bytes since it was made: delivered <= arrived <= sent <= written; sent - delivered <= capacity.
 *
 * What it tells, it tells from a step of the clock: nobody is called back from within a call.
 */
export class Pipe {
  readonly #clock: VirtualClock;
  readonly #owner: PipeOwner;
  readonly #nextPieceSize: () => number;
  readonly #delayMs: number;
  readonly #bytesPerSecond: number;
  readonly #capacity: number;
  readonly #cutAfterBytes: number;
  readonly #tap: ((bytes: Uint8Array) => void) | undefined;

  readonly #queue = new ByteQueue();
  #written = 0;
  #sent = 0;
  /** How much of what was sent the writer has been told. */
  #reported = 0;
  #arrived = 0;
  #delivered = 0;
  /** What is under way, oldest first: `arrived` becomes `upTo` at `instant`. */
  #underWay: { readonly upTo: number; readonly instant: number }[] = [];
  /** Until when the line is taken by what is on it. */
  #busyUntil = 0;
  #end: 'none' | 'written' | 'sent' | 'delivered' = 'none';
  #endInstant = 0;

  #isPaused = false;
  #isDropped = false;
  #piece = new Uint8Array(0);
  #isReportDue = false;
  #deliveryInstant: number | undefined;
  #writer: TransportHandlers | undefined;
  #reader: TransportHandlers | undefined;
  readonly #report = () => this.#onReport();
  readonly #deliver = () => this.#onDelivery();

  constructor(clock: VirtualClock, random: SeededRandom, options: PipeOptions, owner: PipeOwner) {
    this.#clock = clock;
    this.#owner = owner;
    this.#nextPieceSize = pieceSizes(options.split ?? 'whole', random);
    this.#delayMs = options.delayMs ?? 0;
    this.#bytesPerSecond = rateOf(options.bytesPerSecond);
    this.#capacity = options.capacity ?? Number.POSITIVE_INFINITY;
    this.#cutAfterBytes = options.cutAfterBytes ?? Number.POSITIVE_INFINITY;
    this.#tap = options.tap;
  }

  /** Everything has been delivered, the end included. */
  get isEnded(): boolean {
    return this.#end === 'delivered';
  }

  /** Names the two that are told of progress and of bytes. */
  attachWriter(writer: TransportHandlers): void {
    this.#writer = writer;
  }

  attachReader(reader: TransportHandlers): void {
    this.#reader = reader;
  }

  write(buffers: readonly Uint8Array[]): void {
    if (this.#isDropped) return;
    for (const buffer of buffers) {
      this.#queue.push(buffer);
      this.#written += buffer.length;
    }
    this.#send();
  }

  end(): void {
    this.#end = 'written';
    this.#send();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#schedule();
  }

  /** Forgets what is under way; nothing is told any more. */
  drop(): void {
    this.#isDropped = true;
    this.#queue.clear();
    this.#underWay = [];
  }

  /** Moves written bytes, then the end, into the pipe as far as there is room. */
  #send(): void {
    const count = Math.min(this.#written - this.#sent, this.#capacity - (this.#sent - this.#delivered));
    if (count > 0) this.#putOnLine(count);
    if (this.#end === 'written' && this.#sent === this.#written) {
      this.#end = 'sent';
      this.#endInstant = Math.max(this.#clock.now(), this.#busyUntil) + this.#delayMs;
    }
    this.#schedule();
  }

  /** Says when the next `count` bytes will arrive: together, or segment by segment where the line has a rate. */
  #putOnLine(count: number): void {
    const upTo = this.#sent + count;
    const segmentBytes = this.#bytesPerSecond === Number.POSITIVE_INFINITY ? count : SEGMENT_BYTES;
    while (this.#sent < upTo) {
      const length = Math.min(segmentBytes, upTo - this.#sent);
      this.#busyUntil = Math.max(this.#clock.now(), this.#busyUntil) + (length * 1000) / this.#bytesPerSecond;
      this.#sent += length;
      const instant = this.#busyUntil + this.#delayMs;
      if (instant === this.#clock.now()) this.#arrived = this.#sent;
      else this.#underWay.push({ upTo: this.#sent, instant });
    }
  }

  #schedule(): void {
    if (this.#isDropped) return;
    const instant = this.#nextDelivery();
    if (instant !== undefined && this.#deliveryInstant === undefined) {
      this.#deliveryInstant = Math.max(instant, this.#clock.now());
      this.#clock.deliverAt(instant, this.#deliver);
    }
    // A delivery at this very instant reports as well.
    if (this.#reported === this.#sent || this.#isReportDue || this.#deliveryInstant === this.#clock.now()) return;
    this.#isReportDue = true;
    this.#clock.deliverAt(this.#clock.now(), this.#report);
  }

  /** When there is something to deliver next; `undefined` when nothing is under way, or the reader does not read. */
  #nextDelivery(): number | undefined {
    if (this.#isPaused) return undefined;
    if (this.#arrived > this.#delivered) return this.#clock.now();
    if (this.#underWay.length > 0) return this.#underWay[0]!.instant;
    return this.#end === 'sent' && this.#delivered === this.#written ? this.#endInstant : undefined;
  }

  #onReport(): void {
    this.#isReportDue = false;
    const byteCount = this.#sent - this.#reported;
    this.#reported = this.#sent;
    if (byteCount > 0 && !this.#isDropped) this.#writer?.onTransmitted(byteCount);
  }

  #onDelivery(): void {
    this.#deliveryInstant = undefined;
    if (this.#isDropped) return;
    this.#onReport();
    this.#settleArrived();
    if (!this.#isPaused) this.#deliverNext();
    this.#send();
  }

  #settleArrived(): void {
    const now = this.#clock.now();
    let count = 0;
    while (count < this.#underWay.length && this.#underWay[count]!.instant <= now) {
      this.#arrived = this.#underWay[count]!.upTo;
      count++;
    }
    if (count > 0) this.#underWay.splice(0, count);
  }

  #deliverNext(): void {
    if (this.#isDropped) return;
    const byteCount = Math.min(
      this.#nextPieceSize(),
      this.#arrived - this.#delivered,
      this.#cutAfterBytes - this.#delivered,
    );
    if (byteCount > 0) this.#deliverPiece(byteCount);
    else if (this.#end === 'sent' && this.#delivered === this.#written && this.#endInstant <= this.#clock.now()) {
      this.#end = 'delivered';
      this.#reader?.onEnd();
      this.#owner.onPipeEnded();
    }
  }

  #deliverPiece(byteCount: number): void {
    if (this.#piece.length < byteCount) this.#piece = new Uint8Array(byteCount);
    const piece = this.#piece.subarray(0, byteCount);
    this.#queue.read(piece);
    this.#delivered += byteCount;
    this.#tap?.(piece);
    this.#reader?.onBytes(piece);
    piece.fill(POISON);
    if (this.#delivered === this.#cutAfterBytes) this.#owner.cut();
  }
}

/** @throws RangeError for a rate that is none: nothing would ever arrive */
function rateOf(bytesPerSecond = Number.POSITIVE_INFINITY): number {
  if (bytesPerSecond > 0) return bytesPerSecond;
  throw new RangeError(`bytesPerSecond wants a number above 0, not ${bytesPerSecond}`);
}
