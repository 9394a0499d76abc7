/* Runs under way: a card each, which follows its run to the end. */

import {at, call} from './api.js';
import {attempt, find, make, tone} from './dom.js';
import {curve} from './curve.js';

const watched = new Map();
let ended = async () => {};
export const onEnded = act => { ended = act; };

function minutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} left`;
}

function shown() {
  find('#live').hidden = !find('#live').children.length;
}

export function forget(id) {
  find(`#live [data-run="${CSS.escape(id)}"]`)?.remove();
  shown();
}

export function closeAll() {
  watched.forEach(source => source.close());
}

export function watch(id) {
  if (watched.has(id)) return;
  forget(id);
  const text = make('p', {}, 'starting …');
  const bar = make('progress', {max: 1, value: 0, 'aria-label': `Progress of ${id}`});
  const lines = make('p', {class: 'soft', role: 'status'});
  const curves = make('div', {class: 'curves'});
  const stop = make('button', {class: 'plain', onclick: () => attempt(() => call('POST', `runs/${encodeURIComponent(id)}/stop`), stop)},
    'Stop, with a checkpoint');
  const state = make('span', {class: 'state'}, 'under way');
  const actions = make('div', {class: 'actions'}, stop);
  const card = make('article', {class: 'card', 'data-run': id},
    make('div', {class: 'head'}, make('h3', {}, id), state), text, bar, curves, lines, actions);
  find('#live').append(card);
  shown();
  const drawn = new Map();
  const source = new EventSource(at(`runs/${encodeURIComponent(id)}/events`));
  watched.set(id, source);
  const on = (name, act) => source.addEventListener(name, event => act(JSON.parse(event.data)));
  on('progress', p => {
    bar.value = p.total > 0 ? p.done / p.total : 0;
    text.textContent = [p.stage.toLowerCase(), p.task,
      p.imagesPerSecond == null ? null : `${Math.round(p.imagesPerSecond)} images/s`,
      p.secondsLeft == null ? null : minutes(p.secondsLeft),
      p.loss == null ? null : `loss ${p.loss.toPrecision(4)}`].filter(part => part).join(' · ');
  });
  on('loss', l => {
    if (!drawn.has(l.stage)) {
      const one = curve(`Loss of ${l.stage.toLowerCase()}`);
      drawn.set(l.stage, one);
      curves.append(make('figure', {}, make('figcaption', {class: 'soft'}, `loss, ${l.stage.toLowerCase()}, logarithmic`), one.element));
    }
    drawn.get(l.stage).add(l.from, l.points);
  });
  on('message', m => { lines.textContent = m.line; });
  on('ended', async run => {
    source.close();
    watched.delete(id);
    state.textContent = run.state.toLowerCase();
    state.className = tone(run.state);
    bar.value = run.state === 'COMPLETED' ? 1 : bar.value;
    if (run.state === 'COMPLETED') text.textContent = 'complete';
    if (run.reason) lines.textContent = run.reason;
    stop.remove();
    if (run.state === 'COMPLETED') actions.append(make('a', {class: 'button', href: `#run/${encodeURIComponent(id)}`, onclick: () => forget(id)}, 'Look at it'));
    actions.append(make('button', {class: 'plain', onclick: () => forget(id)}, 'Close'));
    await attempt(ended);
  });
}
