/** What all captures of a server may take together unless it is told otherwise: 1 GiB. */
export const DEFAULT_CAPTURE_BYTES = 1_073_741_824;
/** 16 MiB: a line of 1 MiB has room, which is a message of 700 kB. */
export const LEAST_CAPTURE_BYTES = 16_777_216;
