import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from './logger.ts';

function scene(options: Partial<LoggerOptions>) {
  const lines: string[] = [];
  const now = () => new Date(2024, 0, 2, 3, 4, 5, 6);
  const write = (line: string) => lines.push(line);
  return { lines, logger: createLogger({ level: 'debug', format: 'pretty', colour: false, write, now, ...options }) };
}

describe('the logger', () => {
  it('writes one line of JSON with time, level, message and fields', () => {
    const { lines, logger } = scene({ format: 'json' });
    logger.warn('Slow.', { stream: 'live/a', bytes: 5, gone: undefined });
    const time = new Date(2024, 0, 2, 3, 4, 5, 6).toISOString();
    expect(JSON.parse(lines[0]!)).toEqual({ time, level: 'warn', message: 'Slow.', stream: 'live/a', bytes: 5 });
    expect(lines[0]!.endsWith('}\n')).toBe(true);
  });

  it('lets no field pass for the time, the level or the message', () => {
    const { lines, logger } = scene({ format: 'json' });
    logger.warn('Slow.', { level: 'none', message: 'hidden', time: 'never' });
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'warn', message: 'Slow.' });
  });

  it('writes one aligned line for people', () => {
    const { lines, logger } = scene({});
    logger.info('Connected.', { peer: '192.0.2.7:50112', secure: true, code: undefined });
    logger.error('No.');
    expect(lines).toEqual([
      '03:04:05.006 info  Connected.  peer=192.0.2.7:50112  secure=true\n',
      '03:04:05.006 error No.\n',
    ]);
  });

  it('colours only when told to', () => {
    const { lines, logger } = scene({ colour: true });
    logger.info('Connected.', { peer: 'a' });
    expect(lines[0]).toBe('\x1b[2m03:04:05.006\x1b[0m \x1b[32minfo \x1b[0m Connected.  \x1b[2mpeer=\x1b[0ma\n');
  });

  it('writes nothing below its level', () => {
    const { lines, logger } = scene({ level: 'warn', format: 'json' });
    logger.debug('1');
    logger.info('2');
    logger.warn('3');
    logger.error('4');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['3', '4']);
    const silent = scene({ level: 'silent' });
    silent.logger.error('5');
    expect(silent.lines).toEqual([]);
  });

  it('lets no character from a peer reach the terminal or forge a line', () => {
    const { lines, logger } = scene({});
    logger.info('Refused.', { app: 'live\n03:04:05.006 info  forged', agent: 'x\x1b[2J\u009b2J\u2028' });
    expect(lines[0]).toBe(
      '03:04:05.006 info  Refused.  app="live\\n03:04:05.006 info  forged"  agent="x\\u001b[2J\\u009b2J\\u2028"\n',
    );
  });

  it('lets none of them through in JSON either, and loses none', () => {
    const { lines, logger } = scene({ format: 'json' });
    const agent = 'x\u001b[2J\u009b2J\u007f\u2028';
    logger.info('Refused.', { agent });
    expect(lines[0]).toContain('"x\\u001b[2J\\u009b2J\\u007f\\u2028"');
    expect(JSON.parse(lines[0]!)).toMatchObject({ agent });
  });

  it.each(['pretty', 'json'] as const)('cuts what is longer than anybody reads, in %s', (format) => {
    const { lines, logger } = scene({ format });
    logger.info('Refused.', { whole: 'a'.repeat(512), agent: 'x'.repeat(65_000) });
    expect(lines[0]).toContain('a'.repeat(512));
    expect(lines[0]).toContain(`${'x'.repeat(512)}…`);
    expect(lines[0]!.length).toBeLessThan(1_200);
  });
});
