import {
  amfObject,
  type Closed,
  type ConnectionEvent,
  type ConnectRequested,
  capabilityAnswer,
  type ServerConnection,
} from '../../core/index.ts';
import type { Driver, DriverListener } from '../driver.ts';
import { Client, DESCRIPTIONS } from './client.ts';
import type { RefusalReason } from './event.ts';
import type { RefuseConnect } from './hooks.ts';
import type { Hub } from './hub.ts';
import { Plays } from './plays.ts';
import { Publishes } from './publishes.ts';
import { RequestPace } from './request-pace.ts';
import type { ConnectionStats } from './stats.ts';
import { VodLengths } from './vod-lengths.ts';
import { VodPlays } from './vod-plays.ts';

/**
 * One connection of a live server: turns its events into questions to the hooks and calls to the broadcast, and what the
 * broadcast answers into calls to the connections concerned.
 */
export class Session implements DriverListener {
  readonly #client: Client;
  readonly #publishes: Publishes;
  readonly #plays: Plays;
  readonly #vod: VodPlays;
  /** Made for the first question, which few ask. */
  #lengths: VodLengths | undefined;
  /** Of requests that a recording is looked into for. */
  readonly #pace: RequestPace | undefined;
  readonly #onClosed: (id: number) => void;

  constructor(id: number, driver: Driver<ServerConnection>, hub: Hub, onClosed: (id: number) => void) {
    this.#client = new Client(id, driver, hub);
    this.#publishes = new Publishes(this.#client);
    this.#vod = new VodPlays(this.#client);
    this.#client.vod = hub.vod && this.#vod;
    this.#pace = hub.vod && new RequestPace(driver);
    this.#plays = new Plays(this.#client, this.#vod);
    this.#onClosed = onClosed;
    this.#client.tell({ type: 'connectionOpened' });
  }

  onEvent(event: ConnectionEvent): void {
    switch (event.type) {
      case 'mediaReceived':
      case 'dataReceived':
        return this.#publishes.relay(event);
      case 'connectRequested':
        return this.#connectRequested(event);
      case 'publishRequested':
        return this.#publishes.requested(event);
      case 'playRequested':
        this.#pace?.spend();
        return this.#plays.requested(event);
      case 'requestExpired':
        return this.#client.withdraw();
      case 'publishEnded': {
        const reason = this.#publishes.ended(event.messageStreamId, event.reason);
        // Most likely half gone, or an encoder that would come back and take the path again.
        if (reason === 'takenOver' && this.#publishes.count + this.#plays.count + this.#vod.count === 0)
          this.#client.driver.close();
        return;
      }
      case 'playEnded':
        if (!this.#vod.ended(event.messageStreamId, event.reason))
          this.#plays.ended(event.messageStreamId, event.reason);
        return;
      case 'pauseToggled':
        if (!this.#vod.paused(event)) this.#plays.paused(event);
        return;
      case 'seekRequested':
        this.#pace?.spend();
        if (!this.#vod.sought(event)) this.#plays.sought(event);
        return;
      case 'play2Requested':
        this.#pace?.spend();
        if (!this.#vod.switched(event)) this.#plays.switched(event);
        return;
      case 'receiveToggled':
        if (!this.#vod.toggled(event)) this.#plays.toggled(event);
        return;
      case 'userControlReceived':
        return this.#vod.controlled(event);
      case 'streamLengthRequested':
        this.#pace?.spend();
        this.#lengths ??= new VodLengths(this.#client);
        return this.#lengths.requested(event);
      case 'callReceived': {
        const { driver } = this.#client;
        const description = `The command ${event.name} is not known here.`;
        return driver.perform(driver.connection.failCall(event.callId, description, driver.now()));
      }
      case 'deviated': {
        const { code, rule, message } = event;
        return this.#client.tell({ type: 'clientDeviated', code, rule, message });
      }
      case 'closed':
        return this.#closed(event);
      default: // handshake, acknowledgements, pings and backlog marks are the connection's own affair
    }
  }

  onTurnEnd(): void {
    this.#client.endTurn();
  }

  /**
   * Asks the client to go elsewhere, or to come again, and goes on as before until it has left (ERTMP-40).
   *
   * @returns false for a client that takes no such request
   */
  askToReconnect(tcUrl: string | undefined): boolean {
    const { driver } = this.#client;
    if (!driver.connection.mayRequestReconnect) return false;
    const description = DESCRIPTIONS.closing;
    driver.perform(driver.connection.requestReconnect(driver.now(), { tcUrl, description }));
    this.#client.tell({ type: 'reconnectRequested', tcUrl });
    return true;
  }

  /** Tells the client, stream by stream, that we stop and why, then ends the connection in order. */
  shutDown(description: string): void {
    const { driver } = this.#client;
    const now = driver.now();
    this.#plays.end(description, now);
    this.#vod.end(description, now);
    this.#publishes.end(description, now);
    driver.close();
  }

  stats(): ConnectionStats {
    const { info, driver, flashVer, capabilities } = this.#client;
    const { bytesReceived, bytesSent, unsentBytes, heldBytes, deviationCounts } = driver.connection;
    return {
      ...info,
      flashVer,
      capabilities,
      bytesReceived,
      bytesSent,
      unsentBytes,
      heldBytes,
      publishes: this.#publishes.paths,
      plays: [...this.#plays.paths, ...this.#vod.paths],
      deviations: Object.fromEntries(deviationCounts),
    };
  }

  #connectRequested(event: ConnectRequested): void {
    const { app, tcUrl, flashVer, commandObject, requestId } = event;
    const client = this.#client;
    const { driver, hub } = client;
    client.introduce(event);
    const connection = client.info;
    if (hub.isClosing) return this.#refuseConnect(event, 'closing', { refuse: DESCRIPTIONS.closing });
    const request = { connection, app, tcUrl, flashVer, commandObject };
    client.decide('onConnect', hub.hooks.onConnect, request, requestId, (answer, now) => {
      if (answer !== undefined) return this.#refuseConnect(event, 'hook', answer);
      const { capabilities } = client;
      client.tell({ type: 'clientConnected', app, flashVer, capabilities });
      const properties = amfObject(capabilityAnswer(capabilities));
      driver.perform(driver.connection.acceptConnect(requestId, now, { properties }));
    });
  }

  #refuseConnect(
    { requestId, app }: ConnectRequested,
    reason: RefusalReason,
    { refuse: description, ...refusal }: RefuseConnect,
  ): void {
    const { driver } = this.#client;
    driver.perform(driver.connection.rejectConnect(requestId, { ...refusal, description }, driver.now()));
    this.#client.tell({ type: 'requestRefused', request: 'connect', path: app, reason, description });
  }

  #closed({ fault }: Closed): void {
    const { driver } = this.#client;
    const { bytesReceived, bytesSent } = driver.connection;
    this.#client.withdraw();
    this.#pace?.end();
    this.#onClosed(this.#client.info.id);
    this.#client.tell({ type: 'connectionClosed', fault, failure: driver.failure, bytesReceived, bytesSent });
  }
}
