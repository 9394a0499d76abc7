/* A loss curve on a logarithmic scale, drawn anew whenever points come. */

import {draw} from './dom.js';

const WIDTH = 1000, HEIGHT = 300, EDGE = 12;

export function curve(label) {
  const path = draw('path');
  const svg = draw('svg', {class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label}, path);
  const points = [];
  return {
    element: svg,
    /* points: what comes after the first `from` of those there are */
    add(from, more) {
      points.length = from;
      points.push(...more);
      path.setAttribute('d', line(points));
      const last = points[points.length - 1];
      if (last) svg.setAttribute('aria-label', `${label}, now ${last.loss.toPrecision(4)}`);
    }};
}

function line(points) {
  if (points.length < 2) return '';
  const value = point => Math.log(Math.max(point.loss, 1e-12));
  const values = points.map(value);
  const low = Math.min(...values), high = Math.max(...values);
  const start = points[0].done, end = points[points.length - 1].done;
  const x = point => EDGE + (WIDTH - 2 * EDGE) * (point.done - start) / Math.max(1, end - start);
  const y = v => EDGE + (HEIGHT - 2 * EDGE) * (high === low ? .5 : (high - v) / (high - low));
  return points.map((p, i) => `${i ? 'L' : 'M'}${x(p).toFixed(1)} ${y(values[i]).toFixed(1)}`).join('');
}
