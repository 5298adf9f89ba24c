import { type ByteRange, describeFlv, type FileQuery, type FlvFacts } from '../../core/index.ts';
import { TooManyRecordings } from './bounded-vod.ts';
import { beginsAsFlv, FLV_SIGNATURE_LENGTH } from './flv-signature.ts';
import { type VodFile, type VodSource, vodNames } from './vod-source.ts';

/**
 * Why a recording is not played, or no longer:
 *
 * - `notFound`: there is no such file.
 * - `unreadable`: there is one, and opening or reading it failed.
 * - `notFlv`: its bytes are no FLV file, or one without a frame.
 * - `truncated`: it has become shorter while it was played.
 * - `busy`: as many recordings are played as may be (`LiveServerLimits.recordingsPlayed`).
 */
export type VodFailure = 'notFound' | 'unreadable' | 'notFlv' | 'truncated' | 'busy';

/** No recording, and why; `error` is what the source threw. */
export interface VodTrouble {
  readonly failure: VodFailure;
  readonly error: unknown;
}

/** An open file, and what is in it. */
export interface VodRecording {
  /** Of the stream that it is played as. */
  readonly path: string;
  readonly file: VodFile;
  readonly facts: FlvFacts;
}

/**
 * Opens the recording of a stream and looks into it.
 *
 * @param settle - called once, within this call if the source answers at once; owns the file from then on
 */
export function openRecording(source: VodSource, path: string, settle: (it: VodRecording | VodTrouble) => void): void {
  const failed = (error: unknown): void =>
    settle({ failure: error instanceof TooManyRecordings ? 'busy' : 'unreadable', error });
  openFirst(source, vodNames(path), failed, (file) => {
    if (file === undefined) return settle({ failure: 'notFound', error: undefined });
    const abandon = (failure: VodFailure, error?: unknown): void => {
      file.close();
      settle({ failure, error });
    };
    const unreadable = (error: unknown): void => abandon('unreadable', error);
    answerQuery(describePlayable(file.size), file, unreadable, (facts) => {
      if (facts === undefined) abandon('notFlv');
      else settle({ path, file, facts });
    });
  });
}

/** Whatever its size, a file that does not begin as FLV is not searched for tags, nor one for ever that does. */
function* describePlayable(size: number): FileQuery<FlvFacts | undefined> {
  if (size < FLV_SIGNATURE_LENGTH || !beginsAsFlv(yield { at: 0, length: FLV_SIGNATURE_LENGTH })) return undefined;
  const query = describeFlv(size);
  let step = query.next();
  for (let left = MOST_SEARCHED; !step.done && left > 0; step = query.next(yield step.value)) left -= step.value.length;
  return step.done ? step.value : undefined;
}

/** Bytes in which a frame at the beginning and one at the end are looked for: some of the longest tags there are. */
const MOST_SEARCHED = 67_108_864;

function openFirst(
  source: VodSource,
  [name, ...others]: readonly string[],
  failed: (error: unknown) => void,
  found: (file: VodFile | undefined) => void,
): void {
  if (name === undefined) return found(undefined);
  soon(
    () => source.open(name),
    (file) => {
      if (file === undefined) openFirst(source, others, failed, found);
      else found(file);
    },
    failed,
  );
}

/** Answers a query out of a file. */
function answerQuery<Result>(
  query: FileQuery<Result>,
  file: VodFile,
  failed: (error: unknown) => void,
  done: (result: Result) => void,
): void {
  const goOn = (step: IteratorResult<ByteRange, Result>): void => {
    let asked = step;
    while (!asked.done) {
      let bytes: Uint8Array | Promise<Uint8Array>;
      try {
        bytes = file.read(asked.value.at, asked.value.length);
      } catch (error) {
        return failed(error);
      }
      if (bytes instanceof Promise) return void bytes.then((read) => goOn(query.next(read)), failed);
      asked = query.next(bytes);
    }
    done(asked.value);
  };
  goOn(query.next());
}

/** Goes on with an answer within the call when it is there, and later when it is promised. */
export function soon<Value>(
  ask: () => Value | Promise<Value>,
  done: (value: Value) => void,
  failed: (error: unknown) => void,
): void {
  let answer: Value | Promise<Value>;
  try {
    answer = ask();
  } catch (error) {
    return failed(error);
  }
  if (answer instanceof Promise) void answer.then(done, failed);
  else done(answer);
}
