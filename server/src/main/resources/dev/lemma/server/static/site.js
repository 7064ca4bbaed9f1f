// Lemma. Everything works without this file; with it come keys, completions, the in-page filter and drawn formulas.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const base = new URL('.', import.meta.url);

// --- Formulas: KaTeX is fetched only by a page that has some.

function stylesheet(href) {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

function script(src) {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = src;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function draw(element) {
  const text = element.textContent;
  const wide = text.startsWith('$$') || text.startsWith('\\[') || text.startsWith('\\(');
  const tex = text.slice(wide ? 2 : 1, wide ? -2 : -1);
  try {
    window.katex.render(tex, element, {
      displayMode: text.startsWith('$$') || text.startsWith('\\['),
      throwOnError: true, // caught below: a formula that KaTeX cannot read stays as it was written
      trust: false,
      strict: 'ignore',
      maxExpand: 200,
      maxSize: 20,
    });
  } catch {
    element.textContent = text;
    element.classList.add('raw');
  }
}

async function formulas() {
  const found = $$('.math');
  if (found.length === 0) return;
  const katex = new URL('vendor/katex-0.16.22/', base);
  await Promise.all([stylesheet(new URL('katex.min.css', katex)), script(new URL('katex.min.js', katex))]);
  found.forEach(draw);
}

// --- Completions: an editable combobox with a list (ARIA 1.2).

function completions(input) {
  const list = document.createElement('ul');
  list.className = 'options';
  list.id = 'options';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.getAttribute('aria-label'));
  list.hidden = true;
  input.parentElement.append(list);
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'options', 'aria-autocomplete': 'list',
  })) input.setAttribute(name, value);
  let chosen = -1;
  let typed = input.value;
  let timer = 0;
  let pending = null;

  function close() {
    clearTimeout(timer);
    pending?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function choose(index) {
    const options = list.children;
    if (chosen >= 0) options[chosen].setAttribute('aria-selected', 'false');
    chosen = index;
    if (chosen < 0) {
      input.removeAttribute('aria-activedescendant');
      input.value = typed;
    } else {
      options[chosen].setAttribute('aria-selected', 'true');
      input.setAttribute('aria-activedescendant', options[chosen].id);
      input.value = options[chosen].textContent;
    }
  }

  function show(values) {
    list.replaceChildren(...values.map((value, i) => {
      const option = document.createElement('li');
      option.id = `option-${i}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.textContent = value;
      return option;
    }));
    chosen = -1;
    list.hidden = values.length === 0;
    input.setAttribute('aria-expanded', String(values.length > 0));
  }

  async function ask() {
    pending?.abort();
    if (typed.trim().length < 2) return close();
    pending = new AbortController();
    try {
      const answer = await fetch(`/completions?q=${encodeURIComponent(typed)}`, { signal: pending.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json())[1]);
    } catch (e) {
      if (e.name !== 'AbortError') close();
    }
  }

  input.addEventListener('input', () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener('keydown', (event) => {
    const size = list.children.length;
    if (event.key === 'Escape') {
      if (list.hidden) input.blur();
      else {
        choose(-1);
        close();
      }
      event.preventDefault();
    } else if (!list.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      choose(((chosen + 1 + step + size + 1) % (size + 1)) - 1);
      event.preventDefault();
    }
  });
  input.addEventListener('blur', close);
  list.addEventListener('pointerdown', (event) => {
    const option = event.target.closest('li');
    if (!option) return;
    event.preventDefault();
    input.value = option.textContent;
    close();
    input.form.requestSubmit();
  });
}

// --- The filter of a page: all words must occur, a|b either, -a must not.

function pageFilter(form) {
  const input = $('input', form);
  const items = $$('.papers li:not(.divider)');
  const output = $('output', form);
  const boxes = $$('[name=in]', form);

  function apply() {
    const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== '' && word !== '-');
    const places = boxes.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    for (const item of items) {
      const text = places.map((place) => $(place, item)?.textContent ?? '').join('\n').toLowerCase();
      const has = (word) => word.split('|').some((part) => part !== '' && text.includes(part));
      const fits = words.every((word) => (word.startsWith('-') ? !has(word.slice(1)) : has(word)));
      item.hidden = !fits;
      if (fits) shown++;
    }
    $('fieldset', form).hidden = words.length === 0;
    output.textContent = form.dataset.shown.replace('{0}', shown).replace('{1}', items.length);
  }

  input.addEventListener('input', apply);
  boxes.forEach((box) => box.addEventListener('change', apply));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(apply));
  if (input.value !== '') apply();
}

// --- Keys.

function keys() {
  const items = $$('.papers li:not(.divider)');
  items.forEach((item) => { item.tabIndex = -1; });
  const dialog = $('#keys');
  const help = () => { if (!dialog.open) dialog.showModal(); };
  $('[data-keys]')?.addEventListener('click', help);

  function move(step) {
    const visible = items.filter((item) => !item.hidden);
    if (visible.length === 0) return;
    const at = visible.findIndex((item) => item.contains(document.activeElement));
    const next = visible[Math.min(Math.max(at + step, 0), visible.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }
  const current = () => items.find((item) => item.contains(document.activeElement));
  const actions = {
    '/': () => {
      const input = $('#q');
      input?.focus();
      input?.select();
    },
    j: () => move(1),
    k: () => move(-1),
    o: () => $('h3 a', current() ?? document.createElement('i'))?.click(),
    p: () => ($('.pdf', current() ?? document.createElement('i')) ?? $('.paper .actions a'))?.click(),
    '[': () => $('.pager [rel=prev]')?.click(),
    ']': () => $('.pager [rel=next]')?.click(),
    '?': help,
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) return;
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

// --- Small things: whole abstracts, copying, closing the menu.

function smallThings() {
  $('.papers')?.addEventListener('click', (event) => {
    const text = event.target.closest('.abs');
    if (text && !event.target.closest('a') && String(getSelection()) === '') text.classList.toggle('whole');
  });
  $$('[data-copy]').forEach((button) => {
    const label = button.textContent;
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = label; }, 1500);
      } catch {
        getSelection().selectAllChildren(source); // no permission: the reader copies by hand
      }
    });
  });
  const menu = $('.prefs');
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      menu.open = false;
      $('summary', menu).focus();
    }
  });
}

const input = $('#q');
if (input) completions(input);
const form = $('.filter');
if (form) pageFilter(form);
keys();
smallThings();
await formulas();
document.documentElement.dataset.ready = 'true';
