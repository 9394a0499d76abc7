/* Experiments: cards that start them, and the form that makes, changes and deletes them. */

import {call} from './api.js';
import {attempt, clear, find, make, problems, why} from './dom.js';
import {watch} from './live.js';

const GROUPS = {
  'What it is': ['description', 'preset', 'switches', 'seed'],
  'Images': ['id', 'ood.train', 'ood.test', 'image.size', 'id.count', 'ood.count', 'test.count', 'threads'],
  'Classifier': ['backbone', 'backbone.options', 'classifier', 'encoder.engine'],
  'Pre-training': [],
  'Decoder': ['decoder', 'decoder.options', 'decoder.weights', 'taps', 'target', 'epochs', 'batch.size', 'balance',
    'learning.rate', 'learning.rate.schedule', 'adam.beta1', 'adam.beta2', 'snapshot.every', 'checkpoint'],
  'Evaluation and report': ['scores', 'metrics', 'bootstrap', 'gallery.count']};

function overrides(text) {
  const settings = {};
  for (const line of text.split('\n').map(l => l.trim()).filter(l => l)) {
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`'${line}' is not of the form key=value`);
    settings[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  return settings;
}

function card(experiment) {
  const name = experiment.name;
  const wishes = make('textarea', {
    name: 'settings', spellcheck: 'false', placeholder: 'epochs=20',
    'aria-label': `Settings that replace those of ${name}, one key=value a line`});
  const start = make('button', {disabled: !experiment.wired, 'aria-label': `Start ${name}`}, 'Start');
  const form = make('form', {onsubmit: event => {
    event.preventDefault();
    attempt(async () => {
      const run = await call('POST', 'runs', {experiment: name, settings: overrides(wishes.value)});
      watch(run.run);
    }, start);
  }},
    make('details', {}, make('summary', {}, 'Replace settings for one run'), wishes),
    make('div', {class: 'actions'}, start,
      make('a', {class: 'button', href: `#copy/${encodeURIComponent(name)}`, 'aria-label': `Copy ${name}`}, 'Copy'),
      experiment.own ? make('a', {class: 'button', href: `#edit/${encodeURIComponent(name)}`, 'aria-label': `Edit ${name}`}, 'Edit') : null));
  const names = ['id', 'backbone', 'decoder', 'target'].map(key => experiment.settings[key]).filter(value => value).join(' · ');
  return make('article', {class: 'card', 'data-experiment': name},
    make('div', {class: 'head'}, make('h3', {}, name),
      make('span', {class: 'state ' + (experiment.wired ? 'good' : 'bad')}, experiment.wired ? 'wired' : 'not wired')),
    experiment.description ? make('p', {}, experiment.description) : null,
    make('p', {class: 'soft'}, names),
    why(experiment.problems, 'Why not: '),
    make('details', {}, make('summary', {}, 'All settings'),
      make('pre', {}, Object.entries(experiment.settings).map(([key, value]) => `${key}=${value}`).join('\n'))),
    form);
}

export async function showExperiments() {
  const experiments = await call('GET', 'experiments');
  // those that can run come first
  experiments.sort((a, b) => b.wired - a.wired || b.own - a.own || (a.name < b.name ? -1 : 1));
  clear(find('#experiments .cards'), experiments.map(card));
}

/* ---- the form ---- */

function control(field, value) {
  const id = 'field-' + field.key;
  const common = {id, name: field.key, 'aria-describedby': id + '-what'};
  if (field.kind === 'choice') {
    const known = field.options.some(option => option.value === value);
    const options = known ? field.options : [{value, label: `${value} (not installed)`}, ...field.options];
    return make('select', common, options.map(option => make('option', {value: option.value, selected: option.value === value}, option.label)));
  }
  if (field.kind === 'list') {
    return make('textarea', {...common, spellcheck: 'false', rows: '2'}, value.split(';').map(v => v.trim()).filter(v => v).join('\n'));
  }
  const list = field.names.length ? make('datalist', {id: id + '-names'}, field.names.map(name => make('option', {value: name}))) : null;
  const input = make('input', {...common, value, spellcheck: 'false', list: list && id + '-names',
    inputmode: field.kind === 'integer' ? 'numeric' : field.kind === 'number' ? 'decimal' : null});
  return list ? make('span', {}, input, list) : input;
}

function row(field, value) {
  const id = 'field-' + field.key;
  const about = [field.description, field.kind === 'list' ? 'One a line.' : '',
    field.kind === 'list' && field.options.length ? `Installed: ${field.options.map(option => option.label).join(', ')}.` : '',
    field.fallback ? `By default ${field.fallback}.` : ''].filter(part => part).map(part => /[.]$/.test(part) ? part : part + '.').join(' ');
  return make('div', {class: 'field'}, make('label', {for: id}, field.name, make('code', {}, field.key)),
    control(field, value), make('p', {class: 'soft', id: id + '-what'}, about));
}

function groups(fields, settings) {
  const named = new Set(Object.values(GROUPS).flat());
  return Object.entries(GROUPS).map(([title, keys]) => {
    const wanted = title === 'Pre-training' ? fields.filter(f => !named.has(f.key))
      : keys.map(key => fields.find(f => f.key === key)).filter(f => f);
    return make('details', {class: 'group', open: title !== 'Pre-training'}, make('summary', {}, title),
      make('div', {class: 'fields'}, wanted.map(field => row(field, settings[field.key] ?? field.fallback))));
  });
}

function read(form) {
  const settings = {};
  for (const element of form.querySelectorAll('[name]')) {
    if (element.name === 'experiment-name') continue;
    settings[element.name] = element.tagName === 'TEXTAREA'
      ? element.value.split('\n').map(line => line.trim()).filter(line => line).join(';') : element.value.trim();
  }
  return settings;
}

/* edit: the experiment of that name is changed; otherwise a new one begins with the settings of `name` */
export async function showForm(name, edit) {
  const [{fields}, begin] = await Promise.all([
    call('GET', 'experiment-form'),
    name ? call('GET', 'experiments/' + encodeURIComponent(name)) : {settings: {}}]);
  const save = make('button', {}, edit ? 'Save' : 'Create');
  const title = make('input', {id: 'field-name', name: 'experiment-name', required: true, maxlength: '64', spellcheck: 'false',
    pattern: '[A-Za-z0-9]([A-Za-z0-9._\\-]*[A-Za-z0-9])?', value: edit ? name : '', disabled: edit,
    'aria-describedby': 'field-name-what'});
  const form = make('form', {onsubmit: event => {
    event.preventDefault();
    attempt(async () => {
      const wanted = title.value.trim();
      if (edit) await call('PUT', 'experiments/' + encodeURIComponent(name), {settings: read(form)});
      else await call('POST', 'experiments', {name: wanted, settings: read(form)});
      location.hash = '#experiments';
    }, save);
  }},
    make('div', {class: 'field'}, make('label', {for: 'field-name'}, 'Name'), title,
      make('p', {class: 'soft', id: 'field-name-what'}, 'Letters, digits, dots and dashes.')),
    groups(fields, begin.settings),
    make('div', {class: 'actions sticky'}, save, make('a', {class: 'button', href: '#experiments'}, 'Cancel'),
      edit ? remove(name) : null));
  clear(find('#form'), make('h2', {}, edit ? `Edit ${name}` : name ? `A copy of ${name}` : 'New experiment'),
    begin.problems?.length ? problems(begin.problems) : null, form);
  if (!edit) title.focus();
}

/* Asked twice, since nothing brings it back. */
function remove(name) {
  const button = make('button', {class: 'plain bad', type: 'button', onclick: () => {
    if (!button.dataset.sure) {
      button.dataset.sure = 'yes';
      button.textContent = `Delete ${name} for good`;
      return;
    }
    attempt(async () => {
      await call('DELETE', 'experiments/' + encodeURIComponent(name));
      location.hash = '#experiments';
    }, button);
  }}, 'Delete');
  return button;
}
