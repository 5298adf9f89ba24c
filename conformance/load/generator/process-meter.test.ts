import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProcessMeterError, readProcessUse } from './process-meter.ts';

const isLinux = process.platform === 'linux';

describe('readProcessUse', () => {
  it.runIf(isLinux)('sums a process and its children, whatever they are called', async () => {
    const child = spawn('bash', ['-c', `exec -a 'x) S 1 (y' cat`], { stdio: ['pipe', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.write('x');
    await once(child.stdout, 'data');
    const [alone, family] = [readProcessUse(child.pid ?? 0), readProcessUse(process.pid)];
    expect(alone).toMatchObject({ processCount: 1 });
    expect(alone.memoryBytes).toBeGreaterThan(100_000);
    expect(family.processCount).toBeGreaterThanOrEqual(2);
    expect(family.memoryBytes).toBeGreaterThan(alone.memoryBytes);
    expect(family.cpuSeconds).toBeGreaterThan(0);
    expect(family.peakMemoryBytes).toBeGreaterThanOrEqual(family.memoryBytes);
  });

  it('says that a process is not there, or cannot be watched here', () => {
    expect(() => readProcessUse(2 ** 30)).toThrow(ProcessMeterError);
  });
});
