/* Small helpers: elements whose text is always text and never markup, and work whose trouble is told. */

import {at} from './api.js';

const SVG = 'http://www.w3.org/2000/svg';
export const find = selector => document.querySelector(selector);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child != null && child !== false));
  return element;
}

export const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const draw = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
export const clear = (element, ...children) => {
  element.replaceChildren(...children.flat().filter(child => child != null && child !== false));
  return element;
};

export function tell(message) {
  const trouble = find('#trouble');
  trouble.textContent = message || '';
  trouble.hidden = !message;
  if (message) trouble.scrollIntoView({block: 'nearest'});
}

let signedOut = async () => {};
export const onSignedOut = act => { signedOut = act; };

/* Does something, with its button out of reach meanwhile; says what went wrong. */
export async function attempt(work, button) {
  if (button) button.disabled = true;
  try {
    tell('');
    return await work();
  } catch (e) {
    if (e.status === 401 && !find('#console').hidden) await signedOut();
    tell(e.message);
  } finally {
    if (button) button.disabled = false;
  }
}

export const table = (caption, heads, rows) => make('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption},
  make('table', {}, make('caption', {}, caption),
    make('thead', {}, make('tr', {}, heads.map(head => make('th', {scope: 'col'}, head)))),
    make('tbody', {}, rows.map(row => make('tr', {}, row.map((cell, i) =>
      make(i ? 'td' : 'th', i ? {} : {scope: 'row'}, cell)))))));

/* A word in the colour of what it says of a run. */
export const tone = state => 'state ' + ({COMPLETED: 'good', FAILED: 'bad'}[state] || '');

export const reportLink = (run, attributes = {}) => make('a', {class: 'button', target: '_blank', rel: 'noopener',
  href: at(`runs/${encodeURIComponent(run)}/files/report.html`), ...attributes}, 'Report');

/* Few problems are told at once, many when they are asked for. */
export const why = (list, lead = '') => list.length
  ? make('details', {class: 'why', open: list.length < 4},
    make('summary', {}, `${lead}${list.length} ${list.length === 1 ? 'problem' : 'problems'}`), problems(list))
  : null;

export const problems = list => list.length
  ? make('ul', {class: 'problems'}, list.map(p => make('li', {}, make('code', {}, p.code), ' ', p.cause, p.cure ? make('span', {class: 'cure'}, p.cure) : null,
    p.bundle ? make('span', {class: 'cure'}, `bundle ${p.bundle}${p.reference ? ', which lacks ' + p.reference : ''}`) : null)))
  : null;
