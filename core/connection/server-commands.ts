import type { AmfValue } from '../amf/value.ts';
import { callFailed, onFc, onStatus, result } from '../command/answers.ts';
import type { StatusCode } from '../command/status.ts';
import { status } from '../command/status.ts';
import { readPause, readPlay, readPlay2, readPublish, readSeek } from '../command/stream-command.ts';
import type { ReceivedCommand } from './receive-values.ts';
import type { ReceivedCalls } from './received-calls.ts';
import type { ServerStream } from './server-stream.ts';
import type { ServerStreams } from './server-streams.ts';
import type { SessionHost } from './session-host.ts';

/** Answers every command that may come after `connect`: each on its own, in any order. */
export class ServerCommands {
  readonly #host: SessionHost;
  readonly #streams: ServerStreams;

  readonly #calls: ReceivedCalls;

  constructor(host: SessionHost, streams: ServerStreams, calls: ReceivedCalls) {
    this.#host = host;
    this.#streams = streams;
    this.#calls = calls;
  }

  dispatch(command: ReceivedCommand): void {
    const handler = HANDLERS.get(command.name);
    if (handler === undefined) this.#calls.receive(command);
    else handler(this, command);
  }

  createStream(command: ReceivedCommand): void {
    const stream = this.#streams.create();
    if (stream !== undefined) return this.#answerAlways(command, stream.messageStreamId);
    const description = `No more than ${this.#host.limits.messageStreams} message streams at one time.`;
    this.#host.sendCommand(command.messageStreamId, callFailed(command.transactionId, description));
  }

  deleteStream({ userArguments: [messageStreamId] }: ReceivedCommand): void {
    if (typeof messageStreamId === 'number') this.#streams.delete(messageStreamId); // an unknown id is ignored (CMD-33)
  }

  closeStream(command: ReceivedCommand): void {
    this.#streams.find(command.messageStreamId)?.step('closeStreamReceived');
  }

  publish(command: ReceivedCommand): void {
    const publish = readPublish(command);
    if (typeof publish === 'string') return this.#refuse(command, 'NetStream.Publish.BadName', publish);
    const stream = this.#streamOf(command);
    if (stream === undefined) return;
    if (publish.name === undefined) stream.step('unpublishReceived');
    else stream.publish(publish.name, publish.publishType);
  }

  play(command: ReceivedCommand): void {
    const play = readPlay(command);
    if (typeof play === 'string') return this.#refuse(command, 'NetStream.Play.Failed', play);
    this.#streamOf(command)?.play(play);
  }

  play2(command: ReceivedCommand): void {
    const play2 = readPlay2(command);
    if (typeof play2 === 'string') return this.#refuse(command, 'NetStream.Play.Failed', play2);
    this.#streamOf(command)?.play2(play2);
  }

  seek(command: ReceivedCommand): void {
    const timeMs = readSeek(command);
    if (timeMs === undefined) return this.#refuse(command, 'NetStream.Seek.InvalidTime', 'A seek names a time.');
    this.#streamOf(command)?.seek(timeMs);
  }

  pause(command: ReceivedCommand): void {
    this.#streams.find(command.messageStreamId)?.pause(readPause(command));
  }

  fcPublish(command: ReceivedCommand): void {
    const [name] = command.userArguments;
    if (typeof name === 'string') this.#streams.fcPublish(name);
    this.answer(command, undefined);
  }

  /** Ends the publication here, not only at deleteStream (CMD-18). */
  fcUnpublish(command: ReceivedCommand): void {
    const [name] = command.userArguments;
    const stream = typeof name === 'string' ? this.#streams.publishing(name) : undefined;
    const success = status('NetStream.Unpublish.Success', 'Stream unpublished.');
    if (stream !== undefined) this.#host.sendCommand(0, onFc('onFCUnpublish', success));
    this.answer(command, undefined);
    stream?.step('unpublishReceived');
  }

  fcSubscribe(command: ReceivedCommand): void {
    this.#host.sendCommand(0, onFc('onFCSubscribe', status('NetStream.Play.Start', 'Subscribed.')));
    this.answer(command, undefined);
  }

  /** `false` silences a medium, `true` or a frame rate brings it back (CMD-28). */
  receiveMedia(media: 'audio' | 'video', command: ReceivedCommand): void {
    this.#streams.find(command.messageStreamId)?.toggle(media, Boolean(command.userArguments[0]));
  }

  /** A live stream has none: that is our answer where the application gives no other (CMD-21). */
  getStreamLength(command: ReceivedCommand): void {
    const [name] = command.userArguments;
    const callId = typeof name === 'string' ? this.#calls.take(command) : undefined;
    if (callId === undefined) return this.answer(command, 0);
    this.#host.emit({ type: 'streamLengthRequested', callId, name: name as string }); // a call was taken for strings only
  }

  close(): void {
    this.#host.close();
  }

  /** An answer to a command we never sent. */
  answered(command: ReceivedCommand): void {
    this.#host.deviate(
      'transactionUnknown',
      `${command.name} answers transaction ${command.transactionId}, which we never began`,
    );
  }

  /** Sends `_result` with one value, if an answer is wanted (CMD-2). */
  answer(command: ReceivedCommand, value: AmfValue): void {
    if (wantsAnswer(command)) this.#answerAlways(command, value);
  }

  /** Also to a number that asks for no answer, as createStream is of no use without. */
  #answerAlways(command: ReceivedCommand, value: AmfValue): void {
    this.#host.sendCommand(command.messageStreamId, result(command.transactionId, value));
  }

  #streamOf(command: ReceivedCommand): ServerStream | undefined {
    const stream = this.#streams.find(command.messageStreamId);
    if (stream === undefined)
      this.#refuse(command, 'NetStream.Failed', 'createStream has not made this message stream.');
    return stream;
  }

  #refuse(command: ReceivedCommand, code: StatusCode, why: string): void {
    this.#host.sendCommand(command.messageStreamId, onStatus(status(code, why)));
  }
}

/** NaN compares false: such an id is never answered (AMF-LIM-10). */
function wantsAnswer(command: ReceivedCommand): boolean {
  return command.transactionId > 0;
}

type Handler = (commands: ServerCommands, command: ReceivedCommand) => void;

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['createStream', (commands, command) => commands.createStream(command)],
  ['deleteStream', (commands, command) => commands.deleteStream(command)],
  ['closeStream', (commands, command) => commands.closeStream(command)],
  ['publish', (commands, command) => commands.publish(command)],
  ['play', (commands, command) => commands.play(command)],
  ['play2', (commands, command) => commands.play2(command)],
  ['pause', (commands, command) => commands.pause(command)],
  ['pauseRaw', (commands, command) => commands.pause(command)],
  ['seek', (commands, command) => commands.seek(command)],
  ['receiveAudio', (commands, command) => commands.receiveMedia('audio', command)],
  ['receiveVideo', (commands, command) => commands.receiveMedia('video', command)],
  // It may not free a stream of another connection (CMD-16), and on this one nothing needs freeing.
  ['releaseStream', (commands, command) => commands.answer(command, undefined)],
  ['FCPublish', (commands, command) => commands.fcPublish(command)],
  ['FCUnpublish', (commands, command) => commands.fcUnpublish(command)],
  ['FCSubscribe', (commands, command) => commands.fcSubscribe(command)],
  ['FCUnsubscribe', (commands, command) => commands.answer(command, undefined)],
  ['getStreamLength', (commands, command) => commands.getStreamLength(command)],
  ['_checkbw', (commands, command) => commands.answer(command, undefined)], // no bandwidth test follows (CMD-22)
  ['close', (commands) => commands.close()],
  ['_result', (commands, command) => commands.answered(command)],
  ['_error', (commands, command) => commands.answered(command)],
]);
