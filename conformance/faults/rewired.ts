import type { MemorySubject, Peer, Port, RunningSubject, World } from '../kit/subject.ts';

/** What is changed between a subject and its transport, or around it. */
interface Rewiring {
  /** How the subject hears; what is left out stays as it was. */
  readonly peer?: (peer: Peer) => Partial<Peer>;
  /** How the subject speaks. */
  readonly port?: (port: Port) => Partial<Port>;
  readonly world?: (world: World) => Partial<World>;
  readonly running?: (running: RunningSubject) => Partial<RunningSubject>;
}

/** A subject whose ends, orders or reports are not what they were: faults that no change of bytes makes. */
export function rewired(subject: MemorySubject, rewiring: Rewiring): MemorySubject {
  const { peer: hears = nothing, port: speaks = nothing, world: around = nothing, running: runs = nothing } = rewiring;
  const peerOf = (peer: Peer): Peer => ({ ...plainPeer(peer), ...hears(peer) });
  const portOf = (port: Port): Port => ({ ...plainPort(port), ...speaks(port) });
  return {
    ...subject,
    start: (world) => {
      const running = subject.start({
        clock: world.clock,
        random: world.random,
        received: (media) => world.received(media),
        report: (report) => world.report(report),
        ...around(world),
        dial: (peer) => portOf(world.dial(peerOf(peer))),
      });
      return {
        ...(running.accept && {
          accept: (port) => peerOf(accepted(running, portOf(port))),
        }),
        launch: (intent, stream) => running.launch?.(intent, stream),
        order: (order) => running.order?.(order),
        measure: (metric) => running.measure?.(metric),
        ...runs(running),
      };
    },
  };
}

/** The peer that a server answers to a connection. */
export function accepted(running: RunningSubject, port: Port): Peer {
  const peer = running.accept?.(port);
  if (peer === undefined) throw new Error('a subject that accepts answers a peer');
  return peer;
}

const nothing = () => ({});

const plainPeer = (peer: Peer): Peer => ({
  receive: (bytes) => peer.receive(bytes),
  ended: () => peer.ended(),
  transmitted: (count) => peer.transmitted(count),
  lost: (isReset) => peer.lost(isReset),
});

const plainPort = (port: Port): Port => ({
  write: (bytes) => port.write(bytes),
  end: () => port.end(),
  abort: () => port.abort(),
  pauseReading: () => port.pauseReading(),
  resumeReading: () => port.resumeReading(),
});
