import type { PlayerForm } from '../media/player-form.ts';
import { frameInForm } from './form-frame.ts';
import type { Opening, Publication } from './publication.ts';
import type { SharedFrame } from './shared-frame.ts';
import { TrackGate } from './track-gate.ts';

/**
 * A publication in one form, for all players that take this form: what goes to them of each message, and what to those
 * that come late. It begins with the first of them and ends with the last.
 *
 * In another form than the published one a picture may be missing, so it has a gate of its own: what passes is decodable
 * by those who see nothing else. It may begin open, as nobody has seen anything yet: each player knows what it was given.
 */
export class Rendition {
  /** Open for the tracks that players in step can decode. */
  readonly gate: TrackGate;
  readonly #publication: Publication<unknown>;
  readonly #form: PlayerForm | undefined;

  /** @param form - `undefined`: as published */
  constructor(publication: Publication<unknown>, form: PlayerForm | undefined) {
    this.#publication = publication;
    this.#form = form;
    this.gate = form === undefined ? publication.gate : publication.gate.copy();
  }

  /** What goes to the players of a frame that the publication has taken in; `undefined` when that is nothing. */
  take(frame: SharedFrame): SharedFrame | undefined {
    return this.#form === undefined ? frame : passed(frame, this.#form, this.gate);
  }

  /** Retained data and the latest sequence headers. */
  headers(): readonly SharedFrame[] {
    return this.#formed(this.#publication.headers.frames());
  }

  /** What a player that comes now gets first. The lists are good until the next message. */
  opening(): Opening {
    const opening = this.#publication.opening();
    const form = this.#form;
    if (form === undefined) return opening;
    const gate = new TrackGate();
    const gop = opening.gop.flatMap((frame) => passed(frame, form, gate) ?? []);
    return { headers: this.#formed(opening.headers), gop, gate };
  }

  #formed(frames: readonly SharedFrame[]): readonly SharedFrame[] {
    const form = this.#form;
    return form === undefined ? frames : frames.flatMap((frame) => frameInForm(frame, form) ?? []);
  }
}

/** The frame in `form`, if it has one and `gate` lets it pass. A picture that has none leaves a gap in its tracks. */
function passed(frame: SharedFrame, form: PlayerForm, gate: TrackGate): SharedFrame | undefined {
  const formed = frameInForm(frame, form);
  if (formed !== undefined) return gate.admits(formed) ? formed : undefined;
  if (frame.role === 'keyFrame' || frame.role === 'interFrame') gate.keepBack(frame);
  return undefined;
}
