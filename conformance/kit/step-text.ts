import type { Step } from './case.ts';

/** A step in words, as `explain` and reports print it. */
export function stepText(step: Step): string {
  switch (step.do) {
    case 'open':
      return `open ${step.on}`;
    case 'send':
      return `${step.on} sends ${step.text}${step.split === 'whole' ? '' : ' in pieces'}`;
    case 'expect':
      return `expect ${step.count > 1 ? `${step.count} times ` : ''}${step.matcher.text} at ${step.on} within "${step.within}"`;
    case 'anyOf':
      return `expect one of: ${step.branches.map(({ when, tag }) => `${tag === undefined ? '' : `(${tag}) `}${when === 'deadline' ? 'silence' : when.text}`).join('; ')}`;
    case 'never':
      return `never ${step.matcher.text} at ${step.on} until: ${step.until.map(stepText).join('; ')}`;
    case 'wait':
      return `let ${typeof step.for === 'number' ? `${step.for} ms` : `the time of "${step.for}"`} pass`;
    case 'ladder':
      return `bring ${step.on} to "${step.rung}"`;
    case 'probe':
      return step.what === 'alive' ? `${step.on} is alive` : 'the others are alive';
    case 'close':
      return `${step.on} ends by ${step.how.toUpperCase()}`;
    case 'pauseReading':
      return `${step.on} ${step.paused ? 'stops reading' : 'reads again'}`;
    case 'weigh':
      return `weigh ${step.metric}`;
    case 'bounded':
      return `${step.metric} ${step.sinceWeighed ? 'grown by ' : ''}at most ${step.most}`;
    case 'order':
      return `tell the subject: ${step.order.kind}`;
    case 'mark':
      return 'from now on';
    case 'check':
    case 'make':
      return step.text;
  }
}
