/* The list of runs, and runs side by side. */

import {call} from './api.js';
import {attempt, clear, find, make, reportLink, table, tone} from './dom.js';
import {watch} from './live.js';

const chosen = new Set();

function compareLink() {
  const link = find('#compare-chosen');
  link.hidden = chosen.size < 2;
  link.href = '#compare/' + [...chosen].map(encodeURIComponent).join('/');
  link.textContent = `Compare ${chosen.size} runs`;
}

function row(run) {
  const resumable = !run.here && (run.state === 'INTERRUPTED' || run.state === 'FAILED');
  const resume = resumable ? make('button', {class: 'plain', 'aria-label': `Resume ${run.run}`, onclick: () => attempt(async () => {
    await call('POST', `runs/${encodeURIComponent(run.run)}/resume`);
    watch(run.run);
    await showRuns();
  }, resume)}, 'Resume') : null;
  const choose = make('input', {type: 'checkbox', 'aria-label': `Choose ${run.run} to compare`, checked: chosen.has(run.run), onchange: () => {
    if (choose.checked) chosen.add(run.run); else chosen.delete(run.run);
    compareLink();
  }});
  return make('div', {class: 'row', 'data-run': run.run},
    choose,
    make('a', {href: `#run/${encodeURIComponent(run.run)}`}, run.run),
    make('span', {class: tone(run.state)}, run.state.toLowerCase()),
    make('span', {class: 'soft'}, run.reason),
    make('span', {class: 'actions'}, run.report
      ? reportLink(run.run, {'aria-label': `Report of ${run.run}`}) : null, resume));
}

export async function showRuns() {
  const runs = await call('GET', 'runs');
  clear(find('#runs .rows'), runs.length ? runs.map(row) : make('p', {class: 'soft'}, 'None yet: start an experiment.'));
  runs.filter(run => run.here).forEach(run => watch(run.run));
  compareLink();
}

const percent = value => value == null ? '–' : (100 * value).toFixed(2);

export async function showComparison(ids) {
  const runs = await Promise.all(ids.map(id => call('GET', 'runs/' + encodeURIComponent(id))));
  const results = new Map();
  runs.forEach((run, i) => (run.metrics?.results || []).forEach(result => {
    const key = `${result.dataset} · ${result.score}`;
    if (!results.has(key)) results.set(key, []);
    results.get(key)[i] = result;
  }));
  const numbers = name => [...results].map(([key, found]) => [key, ...runs.map((run, i) => percent(found[i]?.[name]))]);
  const settings = [...new Set(runs.flatMap(run => Object.keys(run.record?.settings || {})))]
    .filter(key => new Set(runs.map(run => run.record?.settings?.[key] ?? '')).size > 1)
    .map(key => [make('code', {}, key), ...runs.map(run => run.record?.settings?.[key] ?? '–')]);
  const heads = () => ['', ...ids.map(id => make('a', {href: `#run/${encodeURIComponent(id)}`}, id))];
  clear(find('#compare'), make('h2', {}, 'Runs side by side'),
    settings.length ? table('Settings that differ', heads(), settings) : make('p', {}, 'Their settings do not differ.'),
    results.size ? [table('AUROC in %, higher is better', heads(), numbers('auroc')),
      table('FPR95 (ID positive) in %, lower is better', heads(), numbers('fpr95_id_positive'))]
      : make('p', {}, 'None of them was evaluated yet.'));
}
