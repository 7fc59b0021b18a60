const element = (id) => document.getElementById(id);

// The browser sends the cookie by itself, and no script can read it.
const send = (method, path, body) => fetch(path, {
  method,
  headers: body ? { 'Content-Type': 'application/json' } : {},
  body: body ? JSON.stringify(body) : undefined,
});

const showNotes = (notes) => element('notes').replaceChildren(...notes.map((text) => {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}));

const show = async () => {
  const me = await send('GET', '/api/me');
  element('login').hidden = me.ok;
  element('content').hidden = !me.ok;
  if (!me.ok)
    return;

  element('name').textContent = (await me.json()).name;
  showNotes(await (await send('GET', '/api/notes')).json());
};

element('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const login = await send('POST', '/api/login', Object.fromEntries(new FormData(event.target)));
  element('message').textContent = login.ok ? '' : login.status === 401 ? 'User name or password is wrong.' : 'Please try again later.';
  event.target.reset();

  // The page is loaded again, so that <session-timeout> learns of the new session.
  if (login.ok)
    location.reload();
});

element('logout').addEventListener('click', async () => {
  await send('POST', '/api/logout');
  location.reload();
});

element('note').addEventListener('submit', async (event) => {
  event.preventDefault();
  const added = await send('POST', '/api/notes', { text: element('text').value });
  if (added.status === 401) {
    location.reload();
    return;
  }

  event.target.reset();
  showNotes(await added.json());
});

await show();
