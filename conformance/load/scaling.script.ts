import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { circumstances } from './bench/machine.ts';
import { measure } from './bench/measure.ts';
import { COUNTS, type Curve, loadOf, pointOf, type Scaling, type ScalingPoint } from './bench/scaling.ts';
import { scalingPlot } from './bench/scaling-plot.ts';
import { complain, countOption, scriptOptions } from './bench/script-options.ts';
import { SERVER_NAMES, type ServerName } from './bench/servers.ts';

// What a frame costs and how late it is as the load grows, on several servers: measures, and draws what is in the file.
// `npm run build && npm run scaling -- --curve players --seconds 4`; `--curve none` draws anew. Linux.

const CURVES: readonly Curve[] = ['players', 'publishers'];

const options = scriptOptions({
  curve: { type: 'string', default: CURVES.join(',') },
  servers: { type: 'string', default: 'millrace,nginx-rtmp,node-media-server' },
  seconds: { type: 'string', default: '4' },
  json: { type: 'string', default: 'conformance/load/scaling.json' },
  svg: { type: 'string', default: 'conformance/load/scaling.svg' },
});
const seconds = countOption('--seconds', options.seconds);
const curves = options.curve === 'none' ? [] : options.curve.split(',').map((name) => known('--curve', CURVES, name));
const servers = options.servers.split(',').map((name) => known('--servers', SERVER_NAMES, name));

const before = existsSync(options.json) ? readScaling(options.json) : undefined;
const command = `npm run scaling -- --curve ${options.curve} --servers "${options.servers}" --seconds ${seconds}`;
const points =
  before?.points.filter(({ curve, server }) => !(curves.includes(curve) && servers.includes(server))) ?? [];
if (curves.length === 0 && before !== undefined) writeFileSync(options.svg, scalingPlot(before));
for (const curve of curves) {
  for (const count of COUNTS[curve]) {
    for (const server of servers) {
      points.push(...(await take(curve, count, server)));
      // Each time: what was measured is kept when the rest is not waited for.
      keep({ ...circumstances(command, new Set(points.map((point) => point.server))), points });
    }
  }
}

function keep(scaling: Scaling): void {
  writeFileSync(options.json, `${JSON.stringify(scaling, undefined, 2)}\n`);
  writeFileSync(options.svg, scalingPlot(scaling));
}

/** @returns one point, or none where there is nothing to tell */
async function take(curve: Curve, count: number, server: ServerName): Promise<ScalingPoint[]> {
  const report = await measure(server, ['--duration', `${seconds}`, ...loadOf(curve, count)]);
  if (report === undefined) return [];
  const point = pointOf(curve, server, count, report);
  const { cpuUsPerFrame, delayP99Ms, bottlenecks } = point;
  const figures = `${cpuUsPerFrame.toFixed(1)} µs, p99 ${delayP99Ms.toFixed(1)} ms`;
  process.stderr.write(`${count} ${curve}, ${server}: ${[figures, ...bottlenecks].join('; ')}\n`);
  return [point];
}

/** What an earlier run of this script wrote. */
function readScaling(file: string): Scaling {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function known<Name extends string>(option: string, names: readonly Name[], name: string): Name {
  const found = names.find((candidate) => candidate === name);
  return found ?? complain(`${option} wants some of ${names.join(', ')}, not "${name}"`);
}
