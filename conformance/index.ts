/**
 * The conformance kit for programs: cases, what they are written in, what runs them, and reports. `millrace conform` is made
 * of the same.
 *
 * @module
 */

export { CASES } from './cases/index.ts';
export type { Capability, Case, DeadlineName, Intent, Metric, Profile, Role, SubjectOrder } from './kit/case.ts';
export { DEADLINES } from './kit/case.ts';
export type { ReceivedMedia } from './kit/driver/io.ts';
export * as matchers from './kit/matchers.ts';
export type { Report as ClientReport } from './kit/observation.ts';
export * as probes from './kit/probes.ts';
export type { CaseOptions, CaseResult, RunPlanner, Target } from './kit/run-case.ts';
export { runCase } from './kit/run-case.ts';
export type { RunRecord } from './kit/run-record.ts';
export * as steps from './kit/steps.ts';
export type { MemorySubject, Peer, Port, RunningSubject, SubjectClock, World } from './kit/subject.ts';
export type { Level, Outcome, Problem, Verdict } from './kit/verdict.ts';
export * as media from './kit/wire/media.ts';
export * as messages from './kit/wire/messages.ts';
export { builtInProfile, PROFILE_NAMES } from './profiles/index.ts';
export { ProfileError } from './profiles/json-place.ts';
export { type PeerProfile, parseProfile } from './profiles/profile.ts';
export { type Change, changesBetween } from './report/diff.ts';
export { htmlPage } from './report/html/page.ts';
export { junitText } from './report/junit.ts';
export { ReportError, readReport } from './report/read-report.ts';
export {
  exitCodeOf,
  REPORT_SCHEMA,
  type Reach,
  type Report,
  type ResultReport,
  type RunReport,
  type SubjectReport,
  type TranscriptLine,
} from './report/report.ts';
export { terminalText } from './report/terminal.ts';
export { ourClient } from './subjects/our-client.ts';
export { ourServer } from './subjects/our-server.ts';
export { runSuite, type SuiteOptions } from './suite/run-suite.ts';
export type { KnownFailure, SuiteSubject } from './suite/subject.ts';
export {
  type ClientCommands,
  type ClientOptions,
  clientTarget,
} from './transports/client-target.ts';
export type { CommandTemplate } from './transports/launch.ts';
export { memoryTarget } from './transports/memory-target.ts';
export { isReachable, type ServerPlace, type SocketOptions, serverTarget } from './transports/server-target.ts';
