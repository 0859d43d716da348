// Adds to a page that works without it: memory of the theme, search, chains on hover, and what print needs.
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Theme: some browsers refuse storage to local files.
  const themes = all('input[name=theme]');
  try {
    const saved = localStorage.getItem('cxplan-theme');
    const radio = themes.find((input) => input.id === saved);
    if (radio) radio.checked = true;
    themes.forEach((input) => input.addEventListener('change', () => localStorage.setItem('cxplan-theme', input.id)));
  } catch { /* the choice lasts as long as the page */ }

  // Links to an initiative open what hides it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  reveal();

  // Print shows what is folded, unless that would be a book.
  let opened = [];
  addEventListener('beforeprint', () => {
    if (document.querySelector('#register .register')) return;
    opened = all('details:not([open])');
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener('afterprint', () => { opened.forEach((details) => { details.open = false; }); });

  const lanes = document.querySelector('.lanes');
  if (!lanes) return;
  const rows = all('tr', lanes);

  const find = document.getElementById('find');
  const found = document.getElementById('found');
  find.parentElement.hidden = false;
  const texts = rows.map((row) => row.cells[0].textContent.toLowerCase());
  find.addEventListener('input', () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    rows.forEach((row, n) => {
      const hit = texts[n].includes(wanted);
      row.hidden = !hit;
      if (hit) count += 1;
    });
    all('.lane', lanes).forEach((lane) => {
      const hits = all('tr:not([hidden])', lane).length;
      lane.hidden = !hits;
      if (wanted && hits) lane.open = true;
    });
    root.classList.toggle('finding', wanted !== '');
    found.textContent = wanted && !count ? found.dataset.none : wanted ? String(count) : '';
  });

  // Chains: everything that a row needs and everything that needs it.
  const before = new Map();
  const after = new Map();
  const add = (map, key, value) => map.set(key, (map.get(key) || new Set()).add(value));
  const edges = all('[data-e]');
  edges.forEach((edge) => {
    const [from, to] = edge.dataset.e.split('-');
    add(before, to, from);
    add(after, from, to);
  });
  const reach = (map, start) => {
    const seen = new Set([start]);
    for (const n of seen) for (const next of map.get(n) || []) seen.add(next);
    return seen;
  };
  const tip = document.getElementById('tip');
  let current = null;
  const show = (row, x, y) => {
    if (row === current) return;
    current = row;
    tip.hidden = !row;
    lanes.classList.toggle('chain', Boolean(row && row.dataset.n));
    if (!row) return;
    const up = reach(before, row.dataset.n);
    const down = reach(after, row.dataset.n);
    rows.forEach((other) => other.classList.toggle('on', up.has(other.dataset.n) || down.has(other.dataset.n)));
    edges.forEach((edge) => {
      const [from, to] = edge.dataset.e.split('-');
      edge.classList.toggle('on', (up.has(from) && up.has(to)) || (down.has(from) && down.has(to)));
    });
    const box = row.getBoundingClientRect();
    tip.replaceChildren(Object.assign(document.createElement('b'), { textContent: row.querySelector('a').textContent }),
      ' ' + row.cells[1].lastElementChild.textContent);
    tip.style.left = `${Math.min(Math.max(8, x ?? box.left + 320), innerWidth - 340)}px`;
    tip.style.top = `${Math.min((y ?? box.bottom) + 18, innerHeight - 130)}px`;
  };
  lanes.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse') show(event.target.closest('tr'), event.clientX, event.clientY);
  });
  lanes.addEventListener('pointerleave', () => show(null));
  lanes.addEventListener('focusin', (event) => show(event.target.closest('tr')));
  lanes.addEventListener('focusout', () => show(null));
  addEventListener('keydown', (event) => { if (event.key === 'Escape') show(null); });
})();
