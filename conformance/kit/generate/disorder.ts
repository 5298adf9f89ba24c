import type { MessageSpec } from '../wire/message.ts';

/** A conversation that is not in order in one way. */
interface Disorder {
  readonly label: string;
  readonly messages: readonly MessageSpec[];
}

/** Each message of a conversation left out, and each before the one that it follows (catalogue, appendix A). */
export function* disorders(conversation: readonly MessageSpec[]): Generator<Disorder> {
  for (const [at, { text }] of conversation.entries()) {
    yield { label: `${text}: left out`, messages: conversation.filter((_, other) => other !== at) };
    const before = conversation[at - 1];
    const message = conversation[at];
    if (before === undefined || message === undefined) continue;
    const messages = [...conversation.slice(0, at - 1), message, before, ...conversation.slice(at + 1)];
    yield { label: `${text}: before ${before.text}`, messages };
  }
}
