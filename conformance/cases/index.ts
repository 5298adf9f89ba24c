import type { Case } from '../kit/case.ts';
import { byNumber } from '../kit/case-order.ts';
import { handshakeCases } from './01-handshake.ts';
import { chunkStreamCases } from './02-chunk-stream.ts';
import { controlCases } from './03-control.ts';
import { userControlCases } from './04-user-control.ts';
import { amfCases } from './05-amf.ts';
import { netConnectionCases } from './06-net-connection.ts';
import { publishCases } from './07-publish.ts';
import { playCases } from './08-play.ts';
import { relayCases } from './09-relay.ts';
import { enhancedCases } from './10-enhanced.ts';
import { timingCases } from './11-timing.ts';
import { robustnessCases } from './12-robustness.ts';
import { shutdownCases } from './13-shutdown.ts';
import { generatedCases } from './14-generated.ts';

/** Every case, in order of number. */
export const CASES: readonly Case[] = [
  handshakeCases,
  chunkStreamCases,
  controlCases,
  userControlCases,
  amfCases,
  netConnectionCases,
  publishCases,
  playCases,
  relayCases,
  enhancedCases,
  timingCases,
  robustnessCases,
  shutdownCases,
  generatedCases,
].flatMap((area) => byNumber(area));
