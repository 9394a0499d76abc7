/* Speaks with the REST API; what it refuses becomes an error whose message people can read. */

let csrf = null;

/* Beside this script, whatever page it is part of. */
export const at = path => new URL('api/v1/' + path, import.meta.url).href;

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail + (problem.cure ? ' – ' + problem.cure : ''));
    this.status = status;
  }
}

export function call(method, path, body) {
  return request(method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json');
}

/* A file as it is. */
export function send(path, file) {
  return request('POST', path, file, file.type || 'application/octet-stream');
}

async function request(method, path, body, type) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = type;
  if (csrf) headers['X-CSRF-Token'] = csrf;
  const response = await fetch(at(path), {method, headers, credentials: 'same-origin', body});
  const text = await response.text();
  if (!response.ok) {
    let problem = {detail: response.status + ' ' + response.statusText};
    try {
      problem = JSON.parse(text);
    } catch {
      // the server itself refused, in words of its own
    }
    throw new Refused(response.status, problem);
  }
  return text ? JSON.parse(text) : null;
}

export function remember(session) {
  csrf = session ? session.csrf : null;
}
