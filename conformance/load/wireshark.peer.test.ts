import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { CAPTURES, captureFile } from '../../fixtures/corpus/capture.ts';
import { firstDifference } from '../../fixtures/testing/same.ts';
import { transcriptOf } from '../../fixtures/testing/transcript-of.ts';
import { itNeeds } from './needs.ts';

const directory = mkdtempSync(join(tmpdir(), 'millrace-wireshark-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Files that Wireshark's editcap writes of a capture. */
function edited(name: string, ...options: readonly string[]): Uint8Array {
  const from = join(directory, `${name}.pcap`);
  const to = join(directory, `${name}.edited`);
  writeFileSync(from, captureFile(name));
  execFileSync('editcap', [...options, from, to]);
  return readFileSync(to);
}

/** Lengths and types of the messages that tshark finds on a port, in the order of the packets. */
function seenByTshark(name: string, port: number): string[] {
  const file = join(directory, `${name}.pcap`);
  writeFileSync(file, captureFile(name));
  const preferences = ['rtmpt.max_packet_size:16777216', 'tcp.reassemble_out_of_order:TRUE'];
  const fields = ['rtmpt.header.typeid', 'rtmpt.header.bodysize'].flatMap((field) => ['-e', field]);
  const options = [...preferences.flatMap((preference) => ['-o', preference]), '-d', `tcp.port==${port},rtmpt`];
  const lines = execFileSync('tshark', ['-n', '-r', file, ...options, '-T', 'fields', ...fields], {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return lines.split('\n').flatMap((line) => {
    const [types = '', lengths = ''] = line.split('\t');
    // It repeats neither for header types 2 and 3: only lines that have both for each message can be compared.
    const pairs = types.split(',').map((type, index) => `${Number(type)} ${lengths.split(',')[index]}`);
    return types !== '' && types.split(',').length === lengths.split(',').length ? pairs : [];
  });
}

describe('captures that Wireshark writes', () => {
  itNeeds(['editcap'], 'say the same as pcapng and in nanoseconds, for every capture', () => {
    for (const { name } of CAPTURES) {
      const records = transcriptOf(captureFile(name));
      for (const format of ['pcapng', 'nsecpcap']) {
        const copy = transcriptOf(edited(name, '-F', format), 4_099);
        expect([name, format, firstDifference(copy, records)]).toEqual([name, format, undefined]);
      }
    }
  });
});

describe('what tshark finds', () => {
  itNeeds(['tshark'], 'is found here too, length and type of every message', () => {
    for (const name of ['ffmpeg5-publish-busy-nginx', 'obs32-publish-nginx-h264-aac', 'srs-forward-nginx-h264-aac']) {
      const port = CAPTURES.find((capture) => capture.name === name)?.port ?? 0;
      const ours = transcriptOf(captureFile(name)).flatMap((record) =>
        record.kind === 'message' ? [`${record.messageTypeId} ${record.messageLength}`] : [],
      );
      const theirs = seenByTshark(name, port);
      expect(theirs.length).toBeGreaterThan(5);
      const left = [...ours];
      const missing = theirs.filter((message) => {
        const index = left.indexOf(message);
        if (index >= 0) left.splice(index, 1);
        return index < 0;
      });
      expect([name, missing]).toEqual([name, []]);
    }
  });
});
