import { describe, expect, it } from 'vitest';
import { parseServe } from './serve-options.ts';
import { complaint } from './testing/complaint.ts';

const serve = (...args: string[]) => parseServe(args);

describe('serve', () => {
  it('listens on the port of RTMP at every address unless told otherwise', () => {
    expect(serve()).toEqual({
      rtmp: { host: '0.0.0.0', port: 1935 },
      rtmps: undefined,
      ws: undefined,
      http: undefined,
      rtmpe: false,
      gopCacheBytes: undefined,
      onDuplicate: 'reject',
      mergeMs: 0,
      unannounced: 'defaultTrack',
      codec12AsHvc1: false,
      vodFolder: undefined,
      publishKeyFile: undefined,
      mostConnections: undefined,
      reconnectTo: undefined,
      record: undefined,
      workers: 1,
      capture: undefined,
      logLevel: 'info',
      logFormat: 'pretty',
    });
  });

  it('takes every option, joined by a blank or an equals sign', () => {
    const args =
      '--rtmp=[::]:0 --rtmps localhost:443 --cert c.pem --key k.pem --ws [::1]:8080 --http 0.0.0.0:80 --rtmpe --gop-cache 8M --on-duplicate take-over';
    expect(
      serve(
        ...args.split(' '),
        '--merge=50',
        '--unannounced=legacy',
        '--codec12-as-hvc1',
        '--vod',
        'films',
        '--publish-keys=keys.txt',
        '--max-connections=500',
        '--log-level',
        'debug',
        '--log-format=json',
        '--reconnect-to=rtmps://b.example/live',
        '--workers=4',
      ),
    ).toEqual({
      rtmp: { host: '::', port: 0 },
      rtmps: { at: { host: 'localhost', port: 443 }, certFile: 'c.pem', keyFile: 'k.pem' },
      ws: { at: { host: '::1', port: 8080 }, origins: undefined },
      http: { at: { host: '0.0.0.0', port: 80 }, orFree: false },
      rtmpe: true,
      gopCacheBytes: 8 * 1024 * 1024,
      onDuplicate: 'takeOver',
      mergeMs: 50,
      unannounced: 'legacy',
      codec12AsHvc1: true,
      vodFolder: 'films',
      publishKeyFile: 'keys.txt',
      mostConnections: 500,
      reconnectTo: 'rtmps://b.example/live',
      record: undefined,
      workers: 4,
      capture: undefined,
      logLevel: 'debug',
      logFormat: 'json',
    });
  });

  it('serves pages to this machine alone, the last word being that which counts', () => {
    expect(serve('--http', 'local').http).toEqual({ at: { host: '127.0.0.1', port: 8080 }, orFree: true });
    expect(serve('--http', 'local', '--http=none').http).toBeUndefined();
  });

  it.each([
    ['0', 0],
    ['1', 1],
    ['512k', 524_288],
    ['8M', 8_388_608],
    ['2G', 2_147_483_648],
  ])('reads %s bytes', (text, count) => {
    expect(serve('--gop-cache', text).gopCacheBytes).toBe(count);
  });

  it.each(['', '0', '-1', '1.5', '1e3', 'many', '99999999999999999'])('refuses "%s" connections', (text) => {
    expect(complaint('serve', `--max-connections=${text}`)).toBe(
      `--max-connections wants a whole number from 1 to 1000000, not "${text}"`,
    );
  });

  it.each(['', '8 M', '8MB', '-1', '1.5M', '0x10', '1e6', 'lots', '99999999999G'])('refuses "%s" bytes', (text) => {
    expect(complaint('serve', `--gop-cache=${text}`)).toBe(
      `--gop-cache wants a number of bytes, such as 4000000, 512k, 8M or 1G, not "${text}"`,
    );
  });

  it.each(['1935', ':1935', 'host', 'host:', 'host:rtmp', '::1:1935', 'a b:1', '1.2.3.4:65536', 'rtmp://h:1', '[]:1'])(
    'refuses to listen on "%s"',
    (text) => {
      expect(complaint('serve', '--rtmp', text)).toBe(
        `--rtmp wants HOST:PORT, such as 127.0.0.1:1935 or [::1]:1935, not "${text}"`,
      );
    },
  );

  it('takes the origins of pages as browsers tell them', () => {
    const origins = ['https://a.example/', 'http://B.example:80', 'http://localhost:5173'];
    const { ws } = serve('--ws', 'h:1', ...origins.flatMap((origin) => ['--ws-origin', origin]));
    expect(ws?.origins).toEqual(['https://a.example', 'http://b.example', 'http://localhost:5173']);
  });

  it.each(['', 'a.example', 'https://a.example/page', 'https://a.example?x', 'https://u@a.example', 'file:///a', '*'])(
    'refuses the origin "%s"',
    (origin) => {
      expect(complaint('serve', '--ws', 'h:1', `--ws-origin=${origin}`)).toBe(
        `--ws-origin wants an origin, such as https://example.com, not "${origin}"`,
      );
    },
  );

  it.each([
    [['--record', 'streams'], { folder: 'streams', streams: 'asked' }],
    [['--record-all', '--record=streams'], { folder: 'streams', streams: 'all' }],
  ])('records as told by %j', (args, record) => {
    expect(serve(...args).record).toEqual(record);
  });

  it('captures as told, with a gigabyte at most by default', () => {
    expect(serve('--capture', 'c').capture).toEqual({ folder: 'c', mostBytes: 1_073_741_824, media: 'left out' });
    const { capture } = serve('--capture=c', '--capture-max-bytes', '64M', '--capture-media');
    expect(capture).toEqual({ folder: 'c', mostBytes: 67_108_864, media: 'whole' });
  });

  it.each([
    [['--capture', ''], '--capture wants a folder, not ""'],
    [['--capture-max-bytes', '1G'], '--capture-max-bytes needs --capture DIR'],
    [['--capture-media'], '--capture-media needs --capture DIR'],
    [
      ['--capture', 'c', '--workers', '4', '--capture-max-bytes', '63M'],
      '--capture-max-bytes wants 64M at least for 4 workers, not "63M"',
    ],
    [['--capture', 'c', '--workers', '65'], '--capture-max-bytes wants 1040M at least for 65 workers, not "1G"'],
    [['--capture', 'c', '--capture-max-bytes', '1M'], '--capture-max-bytes wants 16M at least, not "1M"'],
    [['--record-all'], '--record-all needs --record DIR'],
    [['--record', ''], '--record wants a folder, not ""'],
    [['--on-duplicate', 'both'], '--on-duplicate wants reject or take-over, not "both"'],
    [['--merge', '1001'], '--merge wants a whole number from 0 to 1000, not "1001"'],
    [['--unannounced', 'all'], '--unannounced wants default-track, legacy or as-published, not "all"'],
    [['--codec12-as-hvc1=yes'], '--codec12-as-hvc1 takes no value'],
    [['--log-level', 'all'], '--log-level wants debug, info, warn, error or silent, not "all"'],
    [['--reconnect-to', 'http://h/'], '--reconnect-to wants a URL, such as rtmp://other.example/live, not "http://h/"'],
    [['--log-format', 'xml'], '--log-format wants pretty or json, not "xml"'],
    [['--ws-origin', 'https://a.example'], '--ws-origin needs --ws HOST:PORT'],
    [['--http', 'yes'], '--http wants HOST:PORT, such as 127.0.0.1:1935 or [::1]:1935, not "yes"'],
    [['--cert', 'c.pem'], '--cert and --key need --rtmps HOST:PORT'],
    [['--rtmps', 'h:443'], '--rtmps needs --cert FILE and --key FILE'],
    [['--rtmps', 'h:443', '--cert', 'c'], '--rtmps needs --cert FILE and --key FILE'],
    [['--port', '1'], 'unknown option "--port"; see millrace serve --help'],
    [['-x'], 'unknown option "-x"; see millrace serve --help'],
    [['live'], 'unexpected argument "live"; see millrace serve --help'],
    [['--rtmp'], '--rtmp wants a value; see millrace serve --help'],
    [['--rtmp', '--cert', 'c.pem'], '--rtmp wants a value; see millrace serve --help'],
    [['--help=1'], '--help takes no value'],
  ])('says in one line what is wrong with %j', (args, message) => {
    expect(complaint('serve', ...args)).toBe(message);
  });
});
