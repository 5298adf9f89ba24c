import type { Branch, Matcher, Step } from '../../kit/case.ts';
import { connect } from '../../kit/ladder.ts';
import { error, informationOf, result, where } from '../../kit/matchers.ts';
import { send } from '../../kit/steps.ts';
import { property } from '../../kit/wire/amf-value.ts';
import type { Writable } from '../../kit/wire/amf0.ts';
import { command } from '../../kit/wire/messages.ts';

/** The yes to `connect`. */
export const connected = (transactionId = 1): Matcher =>
  where(
    result(transactionId),
    'saying NetConnection.Connect.Success',
    (seen) => property(informationOf(seen), 'code') === 'NetConnection.Connect.Success',
  );

/** The no to a transaction, with one of these codes. */
export const refused = (transactionId: number, ...codes: readonly string[]): Matcher =>
  where(error(transactionId), `saying ${codes.join(' or ')}`, (seen) =>
    codes.some((code) => code === property(informationOf(seen), 'code')),
  );

/** `_error` with another code than the branches before it name. */
export const otherError = (transactionId: number): Branch => ({
  when: error(transactionId),
  tag: '_error with another code',
  isFailure: true,
});

/** `connect` as the ladder says it. */
export const plainConnect = (): Step => send(({ profile }) => connect(profile.app, profile.tcUrl), { text: 'connect' });

/** `connect` with app and tcUrl and nothing else but what is given. */
export const sendConnect = (transactionId = 1, more: Readonly<Record<string, Writable>> = {}): Step =>
  send(({ profile: { app, tcUrl } }) => command('connect', transactionId, [{ app, tcUrl, ...more }]), {
    text: `connect, transaction ${transactionId}`,
  });
