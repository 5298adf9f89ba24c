import { FRAME_MD5 } from './media.ts';
import { Program } from './program.ts';

/** The publishers and players that tests start, each with the command line that its users would write. */

export interface FfmpegPublishing {
  /** In real time instead of as fast as the connection takes it. */
  readonly inRealTime?: boolean;
  /** Over and over. */
  readonly endless?: boolean;
}

/** Reports `out_time_us=…` several times a second: how much it has sent. */
export function ffmpegPublisher(file: string, url: string, publishing: FfmpegPublishing = {}): Program {
  const pace = publishing.inRealTime ? ['-re'] : [];
  const repeat = publishing.endless ? ['-stream_loop', '-1'] : [];
  const progress = ['-progress', 'pipe:1', '-stats_period', '0.1'];
  const input = [...pace, ...repeat, '-i', file];
  return new Program('ffmpeg', ['-loglevel', 'error', ...progress, ...input, '-c', 'copy', '-f', 'flv', url]);
}

export interface FfmpegPlaying {
  /** Takes so long a silence for the end of the stream. */
  readonly silenceMs?: number;
}

/** Prints `framemd5` of what it receives, until the stream ends. */
export function ffmpegPlayer(url: string, { silenceMs }: FfmpegPlaying = {}): Program {
  const patience = silenceMs === undefined ? [] : ['-rw_timeout', `${silenceMs * 1_000}`];
  return new Program('ffmpeg', ['-loglevel', 'error', ...patience, '-i', url, ...FRAME_MD5]);
}

/** Writes what it receives to an FLV file, until the stream ends. An `rtmpe` URL makes it ask for encryption. */
export function rtmpdumpPlayer(url: string, file: string, ...options: string[]): Program {
  return new Program('rtmpdump', ['--quiet', '--live', '--rtmp', url, '--flv', file, ...options]);
}

/** Publishes the tracks of an FLV file, muxed again. */
export function gstreamerPublisher(file: string, url: string, tracks: readonly ('video' | 'audio')[]): Program {
  const links = tracks.flatMap((track) => `demux.${track} ! queue ! mux.${track}`.split(' '));
  const source = ['filesrc', `location=${file}`, '!', 'flvdemux', 'name=demux'];
  const sink = ['flvmux', 'name=mux', 'streamable=true', '!', 'rtmp2sink', `location=${url}`];
  return new Program('gst-launch-1.0', ['--quiet', ...source, ...sink, ...links]);
}

/** Writes what it receives to an FLV file, until the stream ends. */
export function gstreamerPlayer(url: string, file: string): Program {
  return new Program('gst-launch-1.0', ['--quiet', 'rtmp2src', `location=${url}`, '!', 'filesink', `location=${file}`]);
}
