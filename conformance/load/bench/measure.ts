import { spawn } from 'node:child_process';
import type { LoadReport } from '../generator/load-report.ts';
import { pinned, type ServerName, startServer } from './servers.ts';

/**
 * Long enough for programs that compile as they run, and until what the joining of all players left in memory has been collected;
 * a load may say otherwise.
 */
const WARM_UP = ['--warmup', '6'];

/**
 * Puts a load on a server that was just started, and stops it again.
 *
 * @param load - options of `millrace load`
 * @returns `undefined` when the load cannot be put on it, which is said: the figures of others are kept
 */
export async function measure(name: ServerName, load: readonly string[]): Promise<LoadReport | undefined> {
  try {
    return await reportOf(name, load);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
}

async function reportOf(name: ServerName, load: readonly string[]): Promise<LoadReport> {
  const server = await startServer(name);
  try {
    const target = ['--pid', `${server.pid}`, '--json', '-', `rtmp://127.0.0.1:${server.port}/live`];
    return JSON.parse(
      await outputOf(pinned('load', [process.execPath, 'dist/cli.js', 'load', ...WARM_UP, ...load, ...target])),
    );
  } finally {
    await server.stop();
  }
}

/** Exit codes with which `millrace load` has written its report: all went well, or frames were lost. */
const REPORTED = [0, 8];

function outputOf([command = '', ...parameters]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const program = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, complaints] = ['', ''];
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    program.on('error', reject);
    program.on('close', (code) => {
      if (REPORTED.includes(code ?? -1)) resolve(output);
      else reject(new Error(complaints.trim() || `the load ended with ${code}`));
    });
  });
}
