// What the page asks of the server, and what the server tells it.

const query = values => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')).toString();

/** The answer as JSON; an error has a `status` and what the server said. */
async function answered(response) {
  const body = await response.json();
  if (response.ok) return body;
  throw Object.assign(new Error(body.error ?? response.statusText), { status: response.status, body });
}

export const ask = async (path, values = {}) => answered(await fetch(`/api/${path}?${query(values)}`));

/** The picture as an element. It leaves its styles behind: fonts and colours are the page's own. */
export async function picture(values) {
  const response = await fetch(`/api/picture?${query(values)}`);
  if (!response.ok) await answered(response);
  const text = (await response.text()).replace(/<style>[^<]*<\/style>/, '');
  return document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
}

// The token comes with the printed address, and leaves the address bar at once.
const hash = new URLSearchParams(location.hash.slice(1));
if (hash.has('token')) {
  sessionStorage.setItem('token', hash.get('token'));
  hash.delete('token');
  history.replaceState(null, '', `#${hash}`);
}
export const mayWrite = () => sessionStorage.getItem('token') !== null;

/** Writes into a model; see `workshop.rs` for what can be said. */
export const write = async (model, said) => answered(await fetch(`/api/answer?${query({ model })}`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Threatline-Token': sessionStorage.getItem('token') ?? '' },
  body: JSON.stringify(said),
}));

/** Calls `told(event, about)` for whatever the server tells; `connected(yes)` as the connection comes and goes. */
export function listen(told, connected) {
  const events = new EventSource('/api/events');
  events.addEventListener('hello', () => connected(true));
  events.addEventListener('error', () => connected(false));
  for (const name of ['changed', 'models']) {
    events.addEventListener(name, event => told(name, JSON.parse(event.data)));
  }
}
