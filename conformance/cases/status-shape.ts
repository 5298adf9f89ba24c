import type { Finding } from '../kit/case.ts';
import { firstOf, hasProperties, same } from '../kit/looks.ts';
import { informationOf } from '../kit/matchers.ts';
import type { SeenMessage } from '../kit/observation.ts';
import { property } from '../kit/wire/amf-value.ts';

/**
 * The shape of a status that answers a command (R7.2.2): transaction 0, null, an object with level, code and description.
 * Servers that repeat the transaction id of the command are told apart.
 */
export function statusShape(seen: SeenMessage, transactionId = 0): Finding {
  const transaction = seen.values?.[1];
  const isEcho = transaction === transactionId && transactionId !== 0;
  return firstOf(
    isEcho ? { tag: 'txn-echo' } : same('the transaction', 0, transaction),
    same('the command object', null, seen.values?.[2]),
    hasProperties('information', informationOf(seen), { level: 'string', code: 'string', description: 'string' }),
    same('level', 'status', property(informationOf(seen), 'level')),
  );
}
