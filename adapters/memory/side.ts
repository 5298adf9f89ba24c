import type { Connection, ConnectionEvent, Millis, Outputs } from '../../core/index.ts';
import type { Driver, DriverListener } from '../driver.ts';

/** One end of a connection in a test: its driver, and every event so far. A listener for any adapter's `onConnection`. */
export class Side<C extends Connection> implements DriverListener {
  readonly driver: Driver<C>;
  readonly connection: C;
  readonly events: ConnectionEvent[] = [];
  readonly #react: (event: ConnectionEvent, side: Side<C>) => void;

  /** @param react - what to do with each event, after it was recorded; default nothing */
  constructor(driver: Driver<C>, react: (event: ConnectionEvent, side: Side<C>) => void = () => {}) {
    this.driver = driver;
    this.connection = driver.connection;
    this.#react = react;
  }

  onEvent(event: ConnectionEvent): void {
    this.events.push(event);
    this.#react(event, this);
  }

  /** Calls a command and carries out what it returns: `side.run((connection, now) => connection.ping(now))`. */
  run(command: (connection: C, now: Millis) => Outputs): void {
    this.driver.perform(command(this.connection, this.driver.now()));
  }

  /** The events of one type, in order. */
  eventsOf<T extends ConnectionEvent['type']>(type: T): Extract<ConnectionEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<ConnectionEvent, { type: T }> => event.type === type);
  }

  /** Whether an event of this type was told. */
  heard(type: ConnectionEvent['type']): boolean {
    return this.events.some((event) => event.type === type);
  }
}
