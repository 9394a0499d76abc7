/* What is plugged in and what computes, for the console's page and for Isotherm's page in Felix's Web Console. */

import {call} from './api.js';
import {make, problems, table} from './dom.js';

export async function pluginTables() {
  const points = await call('GET', 'extensions');
  return points.map(point => table(point.kind, ['name', 'bundle', 'state', 'used by'],
    point.extensions.map(e => [e.name, `${e.bundle} ${e.version}`,
      e.shadowed ? make('span', {class: 'bad'}, 'shadowed') : `${e.state}, ranking ${e.ranking}`, e.usedBy.join(', ') || '–'])));
}

export async function engineFacts() {
  const engine = await call('GET', 'engine');
  const size = bytes => (bytes / 1e9).toFixed(1) + ' GB';
  const facts = {
    'backend': engine.backendLive + (engine.backendRequested ? ` (asked for: ${engine.backendRequested})` : ''),
    'threads': `${engine.computeThreads} of ${engine.processors} processors`,
    'memory of the process': `${size(engine.processMemoryBytes)} of ${size(engine.processMemoryLimitBytes)}`,
    'heap': `${size(engine.heapUsedBytes)} of ${size(engine.heapLimitBytes)}`,
    'Java': engine.java, 'system': engine.system,
    'data folder': engine.dataFolder, 'runs folder': engine.runsFolder};
  return [
    make('dl', {}, Object.entries(facts).flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))])),
    problems(engine.problems) || make('p', {class: 'good'}, 'all is well')];
}
