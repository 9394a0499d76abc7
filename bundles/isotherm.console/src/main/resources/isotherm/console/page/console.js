/* The page: signing in, experiments, runs as they go, plug-ins, engine. All text is set as text, never as markup. */

import {call, remember} from './api.js';
import {curve} from './curve.js';

const RUNS_MILLIS = 10000;
const find = selector => document.querySelector(selector);
const watched = new Map();

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

function tell(message) {
  const trouble = find('#trouble');
  trouble.textContent = message || '';
  trouble.hidden = !message;
  if (message) trouble.scrollIntoView({block: 'nearest'});
}

/* Does something, with its button out of reach meanwhile; says what went wrong. */
async function attempt(work, button) {
  if (button) button.disabled = true;
  try {
    tell('');
    return await work();
  } catch (e) {
    if (e.status === 401 && !find('#console').hidden) await enter();
    tell(e.message);
  } finally {
    if (button) button.disabled = false;
  }
}

/* ---- signing in ---- */

async function enter() {
  const session = await call('GET', 'session');
  remember(session);
  find('#set-password').hidden = session.signedIn || session.passwordSet;
  find('#sign-in').hidden = session.signedIn || !session.passwordSet;
  for (const id of ['#console', '#places', '#sign-out']) find(id).hidden = !session.signedIn;
  if (session.signedIn) await everything();
  else find('form:not([hidden]) input:not([value])')?.focus();
}

function signing(form, path, fields) {
  find(form).addEventListener('submit', event => {
    event.preventDefault();
    const data = new FormData(event.target);
    attempt(async () => {
      await call('POST', path, Object.fromEntries(fields.map(name => [name, data.get(name)])));
      event.target.reset();
      await enter();
    }, event.submitter);
  });
}

/* The link that the terminal prints carries the token behind the hash, which no server sees. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    find('#set-password [name=token]').value = token;
    find('#set-password [name=token]').setAttribute('value', token);
    history.replaceState(null, '', location.pathname);
  }
}

/* ---- experiments ---- */

function problems(list) {
  return list.length
    ? make('ul', {class: 'problems'}, ...list.map(p => make('li', {}, `${p.code}: ${p.cause}${p.cure ? ' – ' + p.cure : ''}`)))
    : null;
}

function overrides(text) {
  const settings = {};
  for (const line of text.split('\n').map(l => l.trim()).filter(l => l)) {
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`'${line}' is not of the form key=value`);
    settings[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  return settings;
}

function experimentCard(experiment) {
  const wishes = make('textarea', {
    name: 'settings', spellcheck: 'false', placeholder: 'epochs=20',
    'aria-label': `Settings that replace those of ${experiment.name}, one key=value a line`});
  const start = make('button', {disabled: !experiment.wired, 'aria-label': `Start ${experiment.name}`}, 'Start');
  const form = make('form', {onsubmit: event => {
    event.preventDefault();
    attempt(async () => {
      const run = await call('POST', 'runs', {experiment: experiment.name, settings: overrides(wishes.value)});
      watch(run.run);
      await showRuns();
    }, start);
  }},
    make('details', {}, make('summary', {}, 'Replace settings'), wishes),
    make('div', {class: 'actions'}, start));
  const settings = Object.entries(experiment.settings).map(([key, value]) => `${key}=${value}`).join('\n');
  return make('article', {class: 'card', 'data-experiment': experiment.name},
    make('div', {class: 'head'}, make('h3', {}, experiment.name),
      make('span', {class: 'state ' + (experiment.wired ? 'good' : 'bad')}, experiment.wired ? 'wired' : 'not wired')),
    make('p', {}, experiment.description),
    make('p', {class: 'soft'}, experiment.preset ? 'preset ' + experiment.preset : ''),
    problems(experiment.problems),
    make('details', {}, make('summary', {}, 'Settings'), make('pre', {}, settings)),
    form);
}

async function showExperiments() {
  const experiments = await call('GET', 'experiments');
  find('#experiments .cards').replaceChildren(...experiments.map(experimentCard));
}

/* ---- runs ---- */

function minutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} left`;
}

/* A card that follows a run to its end. */
function watch(id) {
  if (watched.has(id)) return;
  const text = make('p', {'aria-live': 'off'}, 'starting …');
  const bar = make('progress', {max: 1, value: 0, 'aria-label': `Progress of ${id}`});
  const lines = make('p', {class: 'soft', role: 'status'});
  const curves = make('div');
  const stop = make('button', {class: 'plain', onclick: () => attempt(() => call('POST', `runs/${encodeURIComponent(id)}/stop`), stop)},
    'Stop, with a checkpoint');
  const card = make('article', {class: 'card', 'data-run': id},
    make('div', {class: 'head'}, make('h3', {}, id), make('span', {class: 'state'}, 'under way')),
    text, bar, curves, lines, make('div', {class: 'actions'}, stop));
  find('#live').append(card);
  find('#live').hidden = false;
  const drawn = new Map();
  const source = new EventSource(`api/v1/runs/${encodeURIComponent(id)}/events`);
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
      curves.replaceChildren(make('p', {class: 'soft'}, `loss, ${l.stage.toLowerCase()}, logarithmic`), one.element);
    }
    drawn.get(l.stage).add(l.from, l.points);
  });
  source.addEventListener('message', event => { lines.textContent = JSON.parse(event.data).line; });
  on('ended', async run => {
    source.close();
    watched.delete(id);
    card.querySelector('.state').textContent = run.state.toLowerCase();
    if (run.reason) lines.textContent = run.reason;
    stop.remove();
    await attempt(showRuns);
    card.querySelector('.actions').append(make('button', {class: 'plain', onclick: () => {
      card.remove();
      find('#live').hidden = !find('#live').children.length;
    }}, 'Close'));
  });
}

function runRow(run) {
  const resumable = !run.here && (run.state === 'INTERRUPTED' || run.state === 'FAILED');
  const path = `api/v1/runs/${encodeURIComponent(run.run)}/files/report.html`;
  const resume = resumable ? make('button', {class: 'plain', 'aria-label': `Resume ${run.run}`, onclick: () => attempt(async () => {
    await call('POST', `runs/${encodeURIComponent(run.run)}/resume`);
    find(`#live [data-run="${CSS.escape(run.run)}"]`)?.remove();
    watch(run.run);
    await showRuns();
  }, resume)}, 'Resume') : null;
  const tone = {COMPLETED: 'good', FAILED: 'bad'}[run.state] || '';
  return make('div', {class: 'row', 'data-run': run.run},
    make('span', {}, run.run),
    make('span', {class: 'state ' + tone}, run.state.toLowerCase()),
    make('span', {class: 'soft'}, run.reason),
    make('span', {class: 'actions'}, run.report ? make('a', {href: path, target: '_blank', rel: 'noopener'}, 'Report') : null, resume));
}

async function showRuns() {
  const runs = await call('GET', 'runs');
  find('#runs .rows').replaceChildren(...(runs.length ? runs.map(runRow) : [make('p', {class: 'soft'}, 'none yet')]));
  runs.filter(run => run.here).forEach(run => watch(run.run));
}

/* ---- what is plugged in, what computes ---- */

async function showPlugins() {
  const points = await call('GET', 'extensions');
  find('#plugins .rows').replaceChildren(...points.flatMap(point => point.extensions.map(e => make('div', {class: 'row'},
    make('span', {}, `${point.kind} `, make('strong', {}, e.name)),
    make('span', {class: e.shadowed ? 'bad' : 'soft'}, e.shadowed ? 'shadowed' : `ranking ${e.ranking}`),
    make('span', {class: 'soft'}, e.usedBy.length ? 'used by ' + e.usedBy.join(', ') : 'used by none'),
    make('span', {class: 'soft'}, `${e.bundle} ${e.version}`)))));
}

async function showEngine() {
  const engine = await call('GET', 'engine');
  const size = bytes => (bytes / 1e9).toFixed(1) + ' GB';
  const facts = {
    'backend': engine.backendLive + (engine.backendRequested ? ` (asked for: ${engine.backendRequested})` : ''),
    'threads': `${engine.computeThreads} of ${engine.processors} processors`,
    'memory of the process': `${size(engine.processMemoryBytes)} of ${size(engine.processMemoryLimitBytes)}`,
    'heap': `${size(engine.heapUsedBytes)} of ${size(engine.heapLimitBytes)}`,
    'Java': engine.java, 'system': engine.system,
    'data folder': engine.dataFolder, 'runs folder': engine.runsFolder,
    'wrong': engine.problems.length ? engine.problems.map(p => p.cause).join('; ') : 'nothing'};
  find('#engine dl').replaceChildren(...Object.entries(facts)
    .flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))]));
}

async function everything() {
  await Promise.all([showExperiments(), showRuns(), showPlugins(), showEngine()]);
}

/* ---- start ---- */

signing('#sign-in', 'session', ['password']);
signing('#set-password', 'password', ['token', 'password']);
find('#sign-out').addEventListener('click', event => attempt(async () => {
  await call('DELETE', 'session');
  watched.forEach(source => source.close());
  location.reload();
}, event.target));
setInterval(() => {
  if (!find('#console').hidden && !document.hidden) attempt(showRuns);
}, RUNS_MILLIS);
takeToken();
attempt(enter);
