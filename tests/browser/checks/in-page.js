// Small helpers that run inside a page; `page.addInitScript(install)` puts them under `globalThis.proof`.

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
