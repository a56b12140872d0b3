// What changes by itself is read out: the place for it stands, empty, in the HTML that the server sends. One that a script
// adds later is often not heard (WCAG 4.1.3).

/** Findings of places that are read out by themselves. */
export function live(page, setting) {
  return page.evaluate((source) => {
    const { describe } = globalThis.proof;
    const regions = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]';
    const found = [];
    const sent = new DOMParser().parseFromString(source, 'text/html');
    const here = [...document.querySelectorAll(regions)];
    if (here.length > sent.querySelectorAll(regions).length) {
      found.push({ check: 'live-region', where: describe(here.at(-1)), message: 'was not in what the server sent' });
    }
    // The voice of the read-aloud bar is its own announcement.
    for (const island of sent.querySelectorAll('leptos-island:not(:has(.read-aloud))')) {
      if (!island.querySelector(regions)) found.push({ check: 'live-region', where: describe(island), message: 'changes, and nobody hears it' });
    }
    return found;
  }, setting.source);
}
