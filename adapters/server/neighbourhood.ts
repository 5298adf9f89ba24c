/** That a path is this worker's. */
export interface Claim {
  readonly id: number;
  /** The publish begins: nothing more is fetched in its place. */
  begin(): void;
  /** The publish has ended, or will not begin. */
  release(): void;
}

/** What a session asks of the other workers. */
export interface Neighbourhood {
  /** Asks for a path. @param settle - hears the claim, or `undefined` when another publisher keeps it */
  claim(path: string, settle: (claim: Claim | undefined) => void): void;
  /** Asks whether a path is published in any worker. */
  locate(path: string, settle: (isPublished: boolean) => void): void;
  /** Somebody here wants the path, until `playerWent`: what another worker publishes there is fetched. */
  playerCame(path: string): void;
  playerWent(path: string): void;
  /** Fetches no more. */
  close(): void;
}
