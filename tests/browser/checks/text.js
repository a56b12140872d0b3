// Type: size, line height, measure, no justified text; and text in the language it is marked with.

/** Findings of how text is set. */
export function typography(page, setting) {
  return page.evaluate(({ least, main }) => {
    const { shown, words, ownText, describe } = globalThis.proof;
    const found = [];
    const add = (check, element, message) => found.push({ check, where: describe(element), message });
    for (const element of document.querySelectorAll('body *')) {
      if (!ownText(element) || !shown(element) || element.closest('svg, script')) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (size < least - 0.01) add('text-size', element, `${size} px, at least ${least}`);
    }
    if (parseFloat(getComputedStyle(document.body).fontSize) < main) add('text-size', document.body, `main text under ${main} px`);
    for (const block of document.querySelectorAll('main p, main li, main dd')) {
      if (!shown(block) || !ownText(block) || block.closest('pre')) continue;
      const style = getComputedStyle(block);
      const size = parseFloat(style.fontSize);
      const line = parseFloat(style.lineHeight);
      const wraps = block.getBoundingClientRect().height > line * 1.5;
      if (style.textAlign === 'justify') add('justified', block, 'rivers of white');
      if (wraps && line / size < 1.499 && !block.matches('li:has(> a:only-child)')) add('line-height', block, `${(line / size).toFixed(2)}`);
      const range = document.createRange();
      range.selectNodeContents(block);
      const width = Math.max(0, ...[...range.getClientRects()].map((box) => box.right))
        - Math.min(...[...range.getClientRects()].map((box) => box.left));
      const han = (words(block).match(/\p{Script=Han}/gu) ?? []).length > words(block).length / 2;
      if (wraps && width / size > (han ? 40.5 : 45)) add('measure', block, `${Math.round(width / size)} characters of its size wide`);
      const next = block.nextElementSibling;
      // The lines of one entry in a list are no paragraphs, nor is a line about the text above it.
      const follows = next?.matches('p') && next.className === block.className && shown(next) && ownText(next);
      if (wraps && block.matches('p') && follows && !block.closest('li, dd, td')) {
        const gap = next.getBoundingClientRect().top - block.getBoundingClientRect().bottom + line;
        if (gap / line < 1.499) add('paragraph-spacing', block, `${(gap / line).toFixed(2)} times the line spacing to the next paragraph`);
      }
    }
    return found;
  }, { least: setting.mode === 'standard' ? 16 : 18, main: setting.mode === 'standard' ? 18 : 24 });
}

/**
 * Findings of sentences that are hard to follow: over 40 Chinese characters or 25 English words, a proxy for a reading
 * level of lower secondary school (WCAG 3.1.5). What people wrote, and titles of laws, are as they are.
 */
export function sentences(page) {
  return page.evaluate(() => {
    const { shown, words, ownText, describe } = globalThis.proof;
    const found = [];
    for (const block of document.querySelectorAll('main :is(p, li, dd, h1, h2, h3, legend, label, summary)')) {
      if (!shown(block) || !ownText(block) || block.closest('.small-print, .quote, .listing, .sources, pre, [data-as-written]')) continue;
      for (const sentence of words(block).split(/[。！？；：·\n]|[.!?;:](?=\s|$)/)) {
        const han = (sentence.match(/\p{Script=Han}/gu) ?? []).length;
        const spoken = sentence.trim().split(/\s+/).length;
        const characters = sentence.replace(/\s/g, '').length;
        if (han > characters / 2 ? characters > 40 : spoken > 25) {
          found.push({ check: 'sentence', where: describe(block), message: `${han > characters / 2 ? `${characters} characters` : `${spoken} words`}: ${sentence.trim()}` });
        }
      }
    }
    return found;
  });
}

/** Findings of text in another language than its mark. */
export function language(page, setting) {
  return page.evaluate((wanted) => {
    const { shown, describe } = globalThis.proof;
    const found = [];
    const root = document.documentElement.lang;
    if (!root.startsWith(wanted)) found.push({ check: 'language', where: 'html', message: `lang is “${root}”, not ${wanted}` });
    const count = { zh: 0, en: 0 };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !shown(parent) || parent.closest('code, pre, script, textarea, [translate=no]')) continue;
      const lang = parent.closest('[lang]')?.lang.slice(0, 2) ?? '';
      const han = (node.data.match(/\p{Script=Han}/gu) ?? []).length;
      const latin = (node.data.match(/\p{Script=Latin}{2,}/gu) ?? []).length;
      count.zh += han;
      count.en += latin;
      if (lang === 'en' && han) found.push({ check: 'language', where: describe(parent), message: `Chinese in an English part: ${node.data.trim().slice(0, 30)}` });
      if (lang === 'zh' && latin >= 3 && latin > han) found.push({ check: 'language', where: describe(parent), message: `English in a Chinese part: ${node.data.trim().slice(0, 30)}` });
    }
    const main = count.zh > count.en ? 'zh' : 'en';
    if (main !== wanted) found.push({ check: 'language', where: 'body', message: `most words are ${main}` });
    return found;
  }, setting.language);
}
