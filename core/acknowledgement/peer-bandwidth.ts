import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { peerBandwidthMachine } from './peer-bandwidth.machine.ts';
import { type PeerReport, Tolerance } from './tolerance.ts';

const tables = lower(peerBandwidthMachine);

/** By limit type, as on the wire (§5.4.5). */
const EVENTS = [tables.event('hardReceived'), tables.event('softReceived'), tables.event('dynamicReceived')] as const;
const HARD = 0;

export type PeerBandwidthReport = PeerReport<'peerBandwidthMalformed'>;

/**
 * The limit that the peer puts on our unacknowledged output, and the answer it is owed (§5.4.5).
 *
 * The limit is known and told, not enforced: no deployed peer stops at it, and TCP does (CHK-43).
 */
export class PeerBandwidth {
  readonly #stepper = new Stepper(tables);
  readonly #tolerance: Tolerance<PeerBandwidthReport['code']>;
  #limit: number | undefined;

  /** @param refused - deviations that are faults on this connection */
  constructor(refused: ReadonlySet<string>) {
    this.#tolerance = new Tolerance(refused);
  }

  /** Bytes that may be unacknowledged; `undefined` before the peer has set a limit. */
  get limit(): number | undefined {
    return this.#limit;
  }

  /** A refused deviation. */
  get trouble(): PeerBandwidthReport | undefined {
    return this.#tolerance.trouble;
  }

  /** The deviations since the last call. */
  takeDeviations(): readonly PeerBandwidthReport[] {
    return this.#tolerance.take();
  }

  /**
   * The peer sent Set Peer Bandwidth. A limit type above 2 makes it mean nothing; a missing one means hard (CHK-46).
   *
   * @param windowAcknowledgementSize - bytes, 0 to 2^32-1. 0 means nothing: obeyed, it would end all output, and
   *   answered, it would end FFmpeg
   * @param limitType - 0 hard, 1 soft, 2 dynamic; `undefined` when the payload ended before it
   * @param at - bytes received before it, for a report
   * @returns whether it means something: the answer, whatever the limit type, is the same as Window Acknowledgement Size,
   *   unless that was said last
   */
  received(windowAcknowledgementSize: number, limitType: number | undefined, at: number): boolean {
    if (limitType === undefined) this.#note(at, 'expected a limit type of 0, 1 or 2, got none');
    const event = EVENTS[limitType ?? HARD];
    if (event === undefined) return this.#note(at, `expected a limit type of 0, 1 or 2, got ${limitType}`);
    if (windowAcknowledgementSize === 0) return this.#note(at, 'expected a bandwidth of at least 1 byte, got 0');
    this.#step(event, windowAcknowledgementSize);
    return true;
  }

  #step(event: number, window: number): void {
    for (const effect of this.#stepper.step(event)) {
      const isSmaller = effect.type === 'limitToSmaller';
      this.#limit = isSmaller ? Math.min(window, this.#limit ?? window) : window;
    }
  }

  #note(at: number, message: string): false {
    this.#tolerance.note('peerBandwidthMalformed', at, message);
    return false;
  }
}
