import { ByteCursor } from '../../bytes/cursor.ts';

/** Counts how often a decoder asks anything of its cursor. */
export class CountingCursor extends ByteCursor {
  looks = 0;

  override get remaining(): number {
    this.looks += 1;
    return super.remaining;
  }
}
