import { amfObject, strictArray } from '../../amf/make-value.ts';
import { CapsEx, NO_CAPABILITIES, OUR_CAPABILITIES, readCapabilities } from '../../media/capabilities.ts';
import { type PlayerForm, playerForm } from '../../media/player-form.ts';

function announcing(capsEx: number, fourCcs: readonly string[]): PlayerForm {
  return playerForm(readCapabilities(amfObject({ capsEx, fourCcList: strictArray(fourCcs) })));
}

/** Players that differ in what they announced, and in what becomes of those that announced nothing. */
export const FORMS = {
  everything: playerForm(OUR_CAPABILITIES),
  silent: playerForm(NO_CAPABILITIES),
  silentOnStrictServer: playerForm(NO_CAPABILITIES, { unannounced: 'legacy' }),
  multitrack: announcing(CapsEx.multitrack, ['*']),
  oneTrack: announcing(0, ['*']),
  oneTrackOfHevc: announcing(CapsEx.modEx, ['hvc1']),
} as const satisfies Record<string, PlayerForm>;
