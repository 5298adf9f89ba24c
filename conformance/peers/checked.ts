import type { Verdict } from '../kit/verdict.ts';
import type { Report, ResultReport, SubjectReport } from '../report/report.ts';
import type { Cause, CheckedCell, CheckedPeer } from './checked/checked-peer.ts';
import { FFMPEG } from './checked/ffmpeg.ts';
import { GSTREAMER } from './checked/gstreamer.ts';
import { NGINX_RTMP } from './checked/nginx-rtmp.ts';
import { NODE_MEDIA_SERVER } from './checked/node-media-server.ts';
import { RTMPDUMP } from './checked/rtmpdump.ts';

const CHECKED_PEERS: readonly CheckedPeer[] = [NGINX_RTMP, NODE_MEDIA_SERVER, FFMPEG, RTMPDUMP, GSTREAMER];

/** The tag of a result that nobody has looked at: it is published as `blocked`, which says nothing of its case. */
export const NOT_CHECKED = 'not checked';

/** Whether something is said against a peer. */
export const isAccusing = ({ verdict }: { readonly verdict: Verdict }): boolean =>
  verdict === 'fail' || verdict === 'warn';

/** A result of which nothing is said. */
export const notChecked = (result: ResultReport): ResultReport => ({
  ...result,
  verdict: 'blocked',
  tags: [NOT_CHECKED],
  runs: [],
});

/** What was looked at of just that version. */
export const checkedPeerOf = (
  { name, version, role }: SubjectReport,
  peers: readonly CheckedPeer[] = CHECKED_PEERS,
): CheckedPeer | undefined => peers.find((one) => one.name === name && one.role === role && one.version === version);

/** What was found by hand of just that result of just that version; `undefined` when nobody has looked at it. */
export function causeOf(
  subject: SubjectReport,
  { id, runs }: ResultReport,
  peers?: readonly CheckedPeer[],
): { readonly cause: Cause; readonly cell: CheckedCell } | undefined {
  const failed = runs.filter(isAccusing);
  for (const cause of checkedPeerOf(subject, peers)?.causes ?? []) {
    const cell = cause.cells.find((one) => one.id === id);
    if (cell !== undefined && failed.every(({ label }) => label === '' || cell.runs?.includes(label) === true)) {
      return { cause, cell };
    }
  }
  return undefined;
}

/** A report in which nothing is said against a peer but what was looked at. */
export const lookedAt = (report: Report, peers?: readonly CheckedPeer[]): Report => ({
  ...report,
  subjects: report.subjects.map((subject) => ({
    ...subject,
    results: subject.results.map((result) =>
      isAccusing(result) && causeOf(subject, result, peers) === undefined ? notChecked(result) : result,
    ),
  })),
});
