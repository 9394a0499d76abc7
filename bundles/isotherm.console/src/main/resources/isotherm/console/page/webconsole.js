/* Isotherm's page in Felix's Web Console: extension points, experiments, runs and the engine, at a glance. */

import {call} from './api.js';
import {clear, find, make, reportLink, table, tone, why} from './dom.js';
import {engineFacts, pluginTables} from './wiring.js';

/* where the Web Console has the form of a configuration */
const form = name => 'configMgr/' + encodeURIComponent('isotherm.experiment~' + name);

async function experiments() {
  const all = await call('GET', 'experiments');
  return table('Experiments', ['name', 'state', 'why not', 'settings'], all.map(e => [e.name,
    make('span', {class: 'state ' + (e.wired ? 'good' : 'bad')}, e.wired ? 'wired' : 'not wired'),
    why(e.problems) || '–', make('a', {href: form(e.name), 'aria-label': `Settings of ${e.name}`}, e.own ? 'edit' : 'copy')]));
}

async function runs() {
  const all = await call('GET', 'runs');
  return all.length ? table('Runs', ['run', 'state', 'reason', 'report'], all.map(run => [
    make('a', {href: '/#run/' + encodeURIComponent(run.run)}, run.run),
    make('span', {class: tone(run.state)}, run.state.toLowerCase()), run.reason || '–',
    run.report ? reportLink(run.run, {'aria-label': `Report of ${run.run}`}) : '–']))
    : make('p', {}, 'No runs yet.');
}

async function show() {
  const [points, wired, done, engine] = await Promise.all([pluginTables(), experiments(), runs(), engineFacts()]);
  clear(find('#isotherm'),
    make('p', {}, make('a', {href: '/'}, 'Start, watch and compare runs'), ' · ',
      make('a', {href: 'configMgr/isotherm.experiment?factoryCreate=true'}, 'New experiment')),
    wired, done,
    make('h2', {}, 'Extension points'), make('div', {class: 'points'}, points),
    make('h2', {}, 'Engine'), engine);
}

show().catch(e => clear(find('#isotherm'), make('p', {class: 'bad', role: 'alert'}, e.message)));
