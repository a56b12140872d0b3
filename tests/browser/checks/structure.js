// What every page is made of: heading, title, groups with legends, plain words in links, nothing that moves or bars.

/** Findings of the structure of the page that is open. */
export function structure(page) {
  return page.evaluate(() => {
    const { shown, words, describe, controls } = globalThis.proof;
    const found = [];
    const add = (check, element, message) => found.push({ check, where: element ? describe(element) : '', message });
    const all = (selector) => [...document.querySelectorAll(selector)];
    const headings = all('h1').filter(shown);
    if (headings.length !== 1) add('one-heading', null, `${headings.length} first headings`);
    const heading = headings[0] ? words(headings[0]).replace(/（选填）$| \(optional\)$/, '') : '';
    if (!heading || !document.title.includes(heading)) add('title', null, `“${document.title}” does not hold “${heading}”`);
    const summary = document.querySelector('.error-summary, [role=alert] a[href^="#"]');
    if (/^(错误|Error)/.test(document.title) !== Boolean(summary)) {
      add('title', null, `“${document.title}” and the error summary do not agree`);
    }
    for (const group of all('fieldset')) {
      if (!group.querySelector(':scope > legend')) add('legend', group, 'no legend as its child');
    }
    for (const field of all('input:not([type=hidden]), select, textarea')) {
      if (!field.labels?.length && !field.hasAttribute('aria-labelledby')) add('label', field, 'no visible label');
      if (field.placeholder) add('label', field, 'a placeholder is gone when one types');
      if (field.disabled) add('disabled', field, 'a field that cannot be used does not say why');
      if (field.required || field.pattern || field.maxLength > 0) add('browser-validation', field, 'the browser would judge before the server');
    }
    for (const button of all('button:disabled')) add('disabled', button, 'a button that does nothing does not say why');
    for (const form of all('form[method=post]')) {
      const asks = form.querySelector('input:not([type=hidden]):not([type=radio]):not([type=checkbox])');
      if (asks && !form.noValidate) add('browser-validation', form, 'browser bubbles are on');
    }
    const vague = /^(点击这里|了解更多|更多|这里|点这里|click here|here|more|read more|learn more)[。.]?$/i;
    for (const link of all('a')) {
      if (!link.hasAttribute('href')) add('link', link, 'a link that leads nowhere is not reached by keyboard');
      if (vague.test(words(link))) add('link', link, 'does not say where it leads');
      if (link.target === '_blank' && !/新窗口|new (window|tab)/i.test(words(link))) add('new-window', link, 'does not say that a window opens');
    }
    for (const element of all('[onclick], [onpaste], [onmousedown], [onkeydown]')) add('handler', element, 'a handler in the markup');
    for (const element of all('audio[autoplay], video[autoplay], marquee, blink, meta[http-equiv=refresh]')) add('moves', element, 'starts by itself');
    for (const element of all('[tabindex]')) if (element.tabIndex > 0) add('focus-order', element, 'a positive tabindex');
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations === Infinity) add('moves', animation.effect.target, 'never stops');
    }
    const layers = all('body *').filter((element) => ['fixed', 'sticky'].includes(getComputedStyle(element).position) && shown(element));
    for (const layer of layers) add('layer', layer, 'may cover what has the focus');
    const first = controls()[0] ?? document.querySelector('a');
    const skip = document.querySelector('body a[href^="#"]');
    if (!skip || skip.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_PRECEDING) add('skip-link', first, 'stands before the skip link');
    if (skip && document.querySelector(skip.getAttribute('href'))?.localName !== 'main') add('skip-link', skip, 'does not lead to main');
    if (!all('a[href^="tel:"]').some(shown)) add('telephone', null, 'no telephone number to press');
    if (!all('header form button').some(shown)) add('display', null, 'no way to change language and mode');
    return found;
  });
}
