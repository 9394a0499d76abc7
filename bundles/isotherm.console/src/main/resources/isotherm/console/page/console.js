/* The page: signing in, and which of its places is shown. The address behind the hash says which. */

import {call, remember} from './api.js';
import {attempt, clear, find, make, onSignedOut, tell} from './dom.js';
import {showExperiments, showForm} from './experiments.js';
import {closeAll, onEnded} from './live.js';
import {showRun} from './run.js';
import {showComparison, showRuns} from './runs.js';
import {engineFacts, pluginTables} from './wiring.js';

const RUNS_MILLIS = 10000;

const showPlugins = async () => clear(find('#plugins .points'), await pluginTables());
const showEngine = async () => clear(find('#engine .facts'), await engineFacts());

/* ---- places ---- */

const PLACES = {
  experiments: ['experiments', showExperiments],
  new: ['form', () => showForm('', false)],
  copy: ['form', name => showForm(name, false)],
  edit: ['form', name => showForm(name, true)],
  runs: ['runs', showRuns],
  run: ['run', showRun],
  compare: ['compare', (...ids) => showComparison(ids)],
  plugins: ['plugins', showPlugins],
  engine: ['engine', showEngine]};
const MENU = {form: 'experiments', run: 'runs', compare: 'runs'};

async function show() {
  const [word, ...rest] = location.hash.slice(1).split('/').map(decodeURIComponent);
  const [place, fill] = PLACES[word] || PLACES.experiments;
  for (const section of document.querySelectorAll('#console > section[id]')) {
    if (section.id !== 'live') section.hidden = section.id !== place;
  }
  for (const link of document.querySelectorAll('#places a')) {
    if (link.hash === '#' + (MENU[place] || place)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  // what was there before shall not be taken for what comes
  if (['form', 'run', 'compare'].includes(place)) clear(find('#' + place), make('p', {class: 'soft'}, '…'));
  await attempt(() => fill(...rest));
}

/* ---- signing in ---- */

async function enter() {
  const session = await call('GET', 'session');
  remember(session);
  find('#set-password').hidden = session.signedIn || session.passwordSet;
  find('#sign-in').hidden = session.signedIn || !session.passwordSet;
  for (const id of ['#console', '#places', '#sign-out']) find(id).hidden = !session.signedIn;
  find('#places a[href="system/console/"]').hidden = !session.webConsole;
  if (session.signedIn) await Promise.all([show(), attempt(showRuns)]);
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

signing('#sign-in', 'session', ['password']);
signing('#set-password', 'password', ['token', 'password']);
find('#sign-out').addEventListener('click', event => attempt(async () => {
  await call('DELETE', 'session');
  closeAll();
  location.reload();
}, event.target));
onSignedOut(enter);
onEnded(async () => {
  await showRuns();
  if (!find('#experiments').hidden) await showExperiments();
});
addEventListener('hashchange', () => { if (!find('#console').hidden) { tell(''); show(); } });
/* an image that misses its place shall not replace the page */
for (const kind of ['dragover', 'drop']) addEventListener(kind, event => event.preventDefault());
setInterval(() => {
  if (!find('#console').hidden && !document.hidden && !find('#runs').hidden) attempt(showRuns);
}, RUNS_MILLIS);
takeToken();
attempt(enter);
