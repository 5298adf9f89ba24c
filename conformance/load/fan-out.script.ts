import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Side } from '../../adapters/memory/side.ts';
import { connect } from '../../adapters/node/index.ts';
import type { ClientConnection, ConnectionEvent } from '../../core/index.ts';

// Measures one publisher with many players on each runtime: `npm run build && npm run fan-out -- [players] [seconds]`.
// The server's own processor time and memory, from Linux's /proc; players and publisher run in this process.

const [players = 200, seconds = 10] = process.argv.slice(2).map(Number);
const FRAMES_PER_SECOND = 30;
const FRAME = new Uint8Array(8_192).fill(7);

/** Clock ticks of /proc a second: 100 on every Linux. */
const TICKS = 100;

const SERVERS = {
  node: [process.execPath, 'dist/cli.js'],
  deno: ['node_modules/.bin/deno', 'run', '--allow-net', '--allow-read', '--allow-env', 'dist/cli-deno.js'],
  bun: ['node_modules/.bin/bun', 'dist/cli-bun.js'],
} as const;

console.log(`${players} players, ${FRAMES_PER_SECOND} frames of ${FRAME.length} bytes a second, ${seconds} s`);
console.log('runtime  CPU per frame delivered  delivered  memory at most');
for (const [name, [command, ...parameters]] of Object.entries(SERVERS)) {
  const server = spawn(command, [...parameters, 'serve', '--rtmp', '127.0.0.1:0', '--log-level', 'warn']);
  try {
    const { cpuSeconds, delivered, memoryBytes } = await measure(server);
    const cpu = `${((cpuSeconds * 1e6) / delivered).toFixed(1)} µs`;
    const share = `${((100 * delivered) / (players * seconds * FRAMES_PER_SECOND)).toFixed(1)} %`;
    console.log(`${name.padEnd(8)} ${cpu.padEnd(24)} ${share.padEnd(10)} ${Math.round(memoryBytes / 1e6)} MB`);
  } finally {
    server.kill('SIGKILL');
  }
}
process.exit(0);

async function measure(server: ChildProcess) {
  const port = await portOf(server);
  let delivered = 0;
  const publisher = await join(port, (event, side) => {
    if (event.type === 'streamCreated') side.run((client, now) => client.publish(1, { name: 'a' }, now));
  });
  await until(() => publisher.heard('publishStarted'));
  const sides = await Promise.all(
    Array.from({ length: players }, () =>
      join(port, (event, side) => {
        if (event.type === 'streamCreated') side.run((client, now) => client.play(1, { name: 'a' }, now));
        if (event.type !== 'mediaReceived') return;
        side.events.pop();
        delivered++;
      }),
    ),
  );
  await until(() => sides.every((side) => side.heard('playStarted')));
  const before = cpuSecondsOf(server);
  await publish(publisher);
  await until(() => delivered >= players * seconds * FRAMES_PER_SECOND, 2_000);
  const cpuSeconds = cpuSecondsOf(server) - before;
  const memoryBytes = 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
  for (const side of [publisher, ...sides]) side.driver.abort();
  return { cpuSeconds, delivered, memoryBytes };
}

function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stdout! }) // it is piped
      .on('line', (line) => {
        const port = /^RTMP {2}rtmp:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      })
      .on('close', () => reject(new Error('the server ended; is dist built?')));
  });
}

/** Connects a client and has it create its stream. */
async function join(port: number, react: (event: ConnectionEvent, side: Side<ClientConnection>) => void) {
  let made: Side<ClientConnection> | undefined;
  await connect({
    host: '127.0.0.1',
    port,
    connection: { connect: { app: 'live', tcUrl: 'rtmp://127.0.0.1/live' } },
    onConnection: (driver) => {
      made = new Side(driver, (event, side) => {
        if (event.type === 'connected') side.run((client, now) => client.createStream(now));
        react(event, side);
      });
      return made;
    },
  });
  if (made === undefined) throw new Error('onConnection was not called');
  return made;
}

function publish(publisher: Side<ClientConnection>): Promise<void> {
  const count = seconds * FRAMES_PER_SECOND;
  return new Promise((resolve) => {
    let sent = 0;
    const timer = setInterval(() => {
      const payload = FRAME.slice();
      payload.set([0x17, 1, 0, 0, 0]); // AVC, a key frame each
      const message = {
        messageStreamId: 1,
        media: 'video',
        timestamp: (sent * 1000) / FRAMES_PER_SECOND,
        payload,
      } as const;
      publisher.run((client, now) => client.sendMedia({ ...message, timestamp: Math.round(message.timestamp) }, now));
      if (++sent < count) return;
      clearInterval(timer);
      resolve();
    }, 1000 / FRAMES_PER_SECOND);
  });
}

function cpuSecondsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Waits until it is so, or until time is up. */
async function until(isSo: () => boolean, mostMs = 30_000): Promise<void> {
  const start = performance.now();
  while (!isSo() && performance.now() - start < mostMs) await new Promise((resolve) => setTimeout(resolve, 5));
}
