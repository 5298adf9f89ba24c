import { treatedAudio } from '../media/audio-for-player.ts';
import type { PlayerForm } from '../media/player-form.ts';
import { AS_IT_IS, keepsPlain, type Treatment, treatmentFor } from '../media/treatment.ts';
import { treatedVideo } from '../media/video-for-player.ts';
import { audioFrame, videoFrame } from './frame.ts';
import type { SharedFrame } from './shared-frame.ts';

/**
 * The frame as players of `form` get it, at the same timestamp: itself where it can stay as it is, which is nearly always;
 * one that all share for whom the same is to be done; `undefined` where nothing that they could read says the same.
 */
export function frameInForm(frame: SharedFrame, form: PlayerForm): SharedFrame | undefined {
  if (frame.media === 'data') return frame;
  const treatment = treatmentFor(form, frame.media, frame);
  if (treatment === AS_IT_IS || (frame.header === 'plain' && keepsPlain(treatment))) return frame;
  return frame.treated(treatment, treat);
}

function treat(frame: SharedFrame, treatment: Treatment): SharedFrame | undefined {
  const { media, timestamp, payload } = frame;
  const treated = media === 'audio' ? treatedAudio(payload, treatment) : treatedVideo(payload, treatment);
  if (treated === undefined || treated === payload) return treated && frame;
  return media === 'audio' ? audioFrame(timestamp, treated) : videoFrame(timestamp, treated);
}
