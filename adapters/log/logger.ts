export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export const LOG_FORMATS = ['pretty', 'json'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What a line says beside its message. `undefined` is left out. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  /** The least that is written. */
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** ANSI colours in the pretty format. */
  readonly colour: boolean;
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

const COLOURS: Readonly<Record<LogLevel, string>> = { debug: '2', info: '32', warn: '33', error: '31', silent: '0' };

/**
 * Writes one line for each call at or above `level`. Values may come from peers: no character of theirs can act on a terminal,
 * and what is longer than any operator reads is cut.
 */
export function createLogger(options: LoggerOptions): Logger {
  const least = LOG_LEVELS.indexOf(options.level);
  const format = options.format === 'json' ? jsonLine : prettyLine;
  const at = (level: LogLevel) => {
    if (LOG_LEVELS.indexOf(level) < least) return () => {};
    return (message: string, fields: LogFields = {}) =>
      options.write(`${format(options.now(), level, message, fields, options.colour)}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A logger whose lines say this, too: before what each says of its own. */
export function withFields({ debug, info, warn, error }: Logger, more: LogFields): Logger {
  const adding = (write: Logger['info']): Logger['info'] => {
    return (message, fields) => write(message, { ...more, ...fields });
  };
  return { debug: adding(debug), info: adding(info), warn: adding(warn), error: adding(error) };
}

/** Characters of a value that are written; an ellipsis stands for the rest. */
const LONGEST_VALUE = 512;

function jsonLine(now: Date, level: LogLevel, message: string, fields: LogFields): string {
  const line = { time: now.toISOString(), level, message };
  const all = { ...line, ...fields, ...line }; // twice: first by place, last by right
  return quoted(Object.fromEntries(Object.entries(all).map(([name, value]) => [name, cut(value)])));
}

/** `14:03:07.123 info  Publishing started.  stream=live/se…  peer=192.0.2.7:50112`, the time in the machine's zone. */
function prettyLine(now: Date, level: LogLevel, message: string, fields: LogFields, colour: boolean): string {
  const paint = (code: string, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const parts = [paint('2', timeOfDay(now)), paint(COLOURS[level], level.padEnd(5)), message];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) parts.push(` ${paint('2', `${name}=`)}${plain(value)}`);
  }
  return parts.join(' ');
}

function timeOfDay(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  return `${clock}.${String(now.getMilliseconds()).padStart(3, '0')}`;
}

/** A value as it is when it is one plain word; else quoted. */
function plain(value: NonNullable<LogFields[string]>): string {
  const shown = cut(value);
  return typeof shown !== 'string' || /^[\w./:@[\]…#-]+$/.test(shown) ? String(shown) : quoted(shown);
}

function cut<Value>(value: Value): Value | string {
  return typeof value === 'string' && value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
}

/** JSON with every control character escaped: C1 (0x7F to 0x9F) and the ends of lines of Unicode too. */
function quoted(value: string | LogFields): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, escaped);
}
