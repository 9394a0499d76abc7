/* One run: its threshold, ROC curves and heatmaps, and what it says of an image that is dropped here. */

import {at, call, send} from './api.js';
import {attempt, clear, draw, find, make, reportLink, table, tone} from './dom.js';

const STEPS = 1000;
const SIZE = 100, EDGE = 4;
const short = value => Number(value).toPrecision(4);

function above(sorted, threshold) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > threshold) high = middle; else low = middle + 1;
  }
  return sorted.length - low;
}

const share = (set, threshold) => set.scores.length ? above(set.scores, threshold) / set.scores.length : 0;

/* All ROC curves in one square: to the right the share of ID images rejected, upwards that of OOD images. */
function roc(id, oods) {
  const x = v => EDGE + (SIZE - 2 * EDGE) * v, y = v => SIZE - EDGE - (SIZE - 2 * EDGE) * v;
  const thresholds = [...new Set([...id.scores, ...oods.flatMap(set => [...set.scores])])].sort((a, b) => b - a);
  const every = Math.max(1, Math.floor(thresholds.length / 400));
  const places = [Infinity, ...thresholds.filter((t, i) => i % every === 0), -Infinity];
  const svg = draw('svg', {class: 'roc', viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img'},
    draw('rect', {x: EDGE, y: EDGE, width: SIZE - 2 * EDGE, height: SIZE - 2 * EDGE, class: 'frame'}),
    draw('path', {class: 'chance', d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`}));
  const points = oods.map((set, i) => {
    svg.append(draw('path', {class: `set c${i % 6}`, d: places.map((t, k) =>
      `${k ? 'L' : 'M'}${x(share(id, t)).toFixed(2)} ${y(share(set, t)).toFixed(2)}`).join('')}));
    const point = draw('circle', {class: `point c${i % 6}`, r: 2.4});
    return point;
  });
  svg.append(...points);
  return {element: svg, at(threshold) {
    oods.forEach((set, i) => {
      points[i].setAttribute('cx', x(share(id, threshold)));
      points[i].setAttribute('cy', y(share(set, threshold)));
    });
    svg.setAttribute('aria-label', 'ROC curves; at this threshold ' + oods.map(set =>
      `${set.name}: ${(100 * share(set, threshold)).toFixed(1)} % of OOD images rejected`).join(', ')
      + `, with ${(100 * share(id, threshold)).toFixed(1)} % of ID images`);
  }};
}

function counts(sets, threshold) {
  return table('Accepted and rejected', ['', 'images', 'accepted', 'rejected', 'rejected, %'], sets.map((set, i) => {
    const rejected = above(set.scores, threshold);
    return [make('span', {}, make('span', {class: `swatch c${(i + 5) % 6}`, hidden: !set.ood, 'aria-hidden': 'true'}), set.ood ? set.name : 'in-distribution'),
      String(set.scores.length), String(set.scores.length - rejected), String(rejected),
      set.scores.length ? (100 * rejected / set.scores.length).toFixed(1) : '–'];
  }));
}

function verdict(rejected) {
  return rejected ? 'rejected' : 'accepted';
}

function heatmap(run, image) {
  const state = make('span', {class: 'state'});
  const element = make('figure', {class: 'shown'},
    make('img', {src: at(`runs/${encodeURIComponent(run)}/files/${image.file}`), loading: 'lazy',
      alt: `Heatmap over image ${image.index} of ${image.dataset}`}),
    make('figcaption', {}, make('strong', {}, `${image.dataset} ${image.index}`), make('br'),
      image.label && (image.ood || image.label !== image.predicted) ? `${image.label}, seen as ${image.predicted}` : `seen as ${image.predicted}`,
      make('br'), short(image.score), ' ', state));
  return {element, at(threshold) {
    const rejected = image.score > threshold;
    state.textContent = verdict(rejected);
    state.className = 'state ' + (rejected === image.ood ? 'good' : 'bad');
  }};
}

function gallery(run, found) {
  for (const set of found.sets) set.scores.sort((a, b) => a - b);
  const [id, ...oods] = found.sets;
  const low = Math.min(...found.sets.filter(s => s.scores.length).map(s => s.scores[0]));
  const high = Math.max(...found.sets.filter(s => s.scores.length).map(s => s.scores[s.scores.length - 1]));
  const plot = roc(id, oods);
  const numbers = make('div');
  const images = found.images.map(image => heatmap(run, image));
  const output = make('output', {for: 'threshold'});
  const step = (high - low) / STEPS || 1e-6;
  const slider = make('input', {id: 'threshold', type: 'range', min: low - step, max: high, step: 'any', value: found.threshold,
    oninput: () => at(Number(slider.value)), onkeydown: event => {
      const way = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 20, PageDown: -20}[event.key];
      if (way) {
        event.preventDefault();
        slider.value = Number(slider.value) + way * step;
        at(Number(slider.value));
      }
    }});
  const at = threshold => {
    output.textContent = short(threshold);
    slider.setAttribute('aria-valuetext', short(threshold));
    // the slider rounds its value, and the run's own threshold is the score of an image
    slider.dataset.threshold = threshold;
    clear(numbers, counts(found.sets, threshold));
    plot.at(threshold);
    images.forEach(image => image.at(threshold));
  };
  at(found.threshold);
  return [make('h3', {}, 'Threshold'),
    make('p', {class: 'soft'}, `An image whose score (${found.score}) is above the threshold is rejected as out-of-distribution. The run's own, ${short(found.threshold)}, accepts 95 % of the ID test images.`),
    make('div', {class: 'slide'}, make('label', {for: 'threshold'}, 'Threshold'), slider, output,
      make('button', {class: 'plain', type: 'button', onclick: () => { slider.value = found.threshold; at(found.threshold); }}, 'The run\'s own')),
    make('div', {class: 'beside'}, numbers,
      make('figure', {}, plot.element, make('figcaption', {class: 'soft'}, 'across: share of ID images rejected; upwards: of OOD images'))),
    make('h3', {}, 'Heatmaps'),
    make('div', {class: 'gallery'}, images.map(image => image.element))];
}

/* ---- an image of one's own ---- */

const dataUrl = file => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = () => reject(new Error('the file cannot be read'));
  reader.readAsDataURL(file);
});

function picture(caption, source, alt) {
  return make('figure', {class: 'shown'}, make('img', {src: source, alt}), make('figcaption', {}, caption));
}

function dropping(run) {
  const answer = make('div', {id: 'explained', role: 'status'});
  const choose = make('input', {id: 'image', type: 'file', accept: 'image/png,image/jpeg,image/bmp,image/gif,image/tiff,image/webp', onchange: () => look(choose.files[0])});
  const look = file => file && attempt(async () => {
    clear(answer, make('p', {class: 'soft'}, 'Looking at it …'));
    try {
      const found = await send(`runs/${encodeURIComponent(run)}/explain`, file);
      clear(answer,
        make('p', {class: 'verdict'}, make('strong', {class: found.outOfDistribution ? 'bad' : 'good'},
          found.outOfDistribution ? 'Out-of-distribution' : 'In-distribution'),
          ` – seen as ${found.predicted}; score ${short(found.score)}, threshold ${short(found.threshold)}`),
        make('div', {class: 'gallery'},
          picture('the image', await dataUrl(file), 'The image as it was sent'),
          picture('its heatmap', 'data:image/png;base64,' + found.overlay, 'The heatmap over the image'),
          found.nearest ? picture(`nearest ID image${found.nearestClass ? ': ' + found.nearestClass : ''}`, 'data:image/png;base64,' + found.nearest, 'The nearest in-distribution image') : null),
        ...found.remarks.map(line => make('p', {class: 'soft'}, line)),
        found.nearestMissing ? make('p', {class: 'soft'}, 'No nearest ID image: ' + found.nearestMissing) : null);
    } catch (e) {
      clear(answer);
      throw e;
    }
  });
  const area = make('div', {class: 'drop', ondragover: event => { event.preventDefault(); area.classList.add('over'); },
    ondragleave: () => area.classList.remove('over'),
    ondrop: event => { event.preventDefault(); area.classList.remove('over'); look(event.dataTransfer.files[0]); }},
    make('label', {for: 'image'}, 'Drop an image here, or choose one'), choose);
  return [make('h3', {}, 'An image of yours'), area, answer];
}

export async function showRun(id) {
  const place = find('#run');
  const run = await call('GET', 'runs/' + encodeURIComponent(id));
  const parts = [make('div', {class: 'head'}, make('h2', {}, id),
    make('span', {class: tone(run.state)}, run.state.toLowerCase()))];
  if (run.reason) parts.push(make('p', {}, run.reason));
  if (run.report) parts.push(make('p', {}, reportLink(id)));
  if (run.metrics) {
    parts.push(...dropping(id), ...gallery(id, await call('GET', `runs/${encodeURIComponent(id)}/gallery`)));
  } else {
    parts.push(make('p', {class: 'soft'}, 'Heatmaps come when it was evaluated.'));
  }
  clear(place, parts);
}
