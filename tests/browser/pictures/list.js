// Which pages are shown, and how.

/** File name by the name of a page in `harness/pages.js`. */
export const pages = {
  'home of a visitor': 'visitor', '/': 'home', '/offers/{id}': 'offer', '/policies/{id}': 'policy', '/policies': 'catalogue',
  '/items/{id}': 'item', '/drafts/{id}/{question}': 'question', receipt: 'receipt', '/applications/{id}': 'application',
  '/applications/{id}/decision': 'decision', 'not found': 'not-found', '/casework/{id}': 'case',
};

export const looks = { standard: {}, elder: { mode: 'elder' }, dark: { theme: 'dark' } };

export const screens = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
