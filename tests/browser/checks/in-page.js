// Small helpers that run inside a page; `page.addInitScript(install)` puts them under `globalThis.proof`. And how an engine comes
// into a page.

/** Runs the source of an engine in a page, where `name` is not there yet. As it is: `evaluate` would wrap its 600 kB twice. */
export async function bring(page, name, source) {
  if (await page.evaluate((name) => name in globalThis, name)) return;
  const session = await page.context().newCDPSession(page);
  const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: source, returnByValue: false });
  await session.detach();
  if (exceptionDetails) throw new Error(`${name} does not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
}

export function install() {
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 0 && box.height > 0
      && !(style.clipPath !== 'none' && box.width <= 1);
  };
  const words = (element) => (element.innerText ?? element.textContent ?? '').replace(/[\u2066-\u2069]/g, '').trim();
  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const describe = (element) => {
    const id = element.id ? `#${element.id}` : '';
    const kind = element.classList?.length ? `.${[...element.classList].join('.')}` : '';
    return `<${element.localName}${id}${kind}> “${words(element).slice(0, 40)}”`;
  };
  const controls = () => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])',
  )].filter(shown);
  /** A link inside running text: its sentence goes on beside it. */
  const inText = (element) => {
    if (element.localName !== 'a' || getComputedStyle(element).display !== 'inline') return false;
    const block = element.closest('p, li, dd, td, blockquote');
    return Boolean(block) && words(block).length > words(element).length + 3;
  };
  globalThis.proof = { shown, words, ownText, describe, controls, inText };
}
