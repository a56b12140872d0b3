// Room: nothing scrolls sideways and no text is cut, at 320 × 256 (400 % zoom), with text at 200 %, with wide spacing.

const spacing = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }';

async function cramped(page, under) {
  const found = await page.evaluate(() => {
    const { shown, ownText, describe } = globalThis.proof;
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width + 1) {
      const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 1
        && shown(element) && !element.closest('.scroll, [data-scroll-x], .skip'));
      found.push({ check: 'reflow', where: wide[0] ? describe(wide.at(-1)) : 'body', message: `${document.documentElement.scrollWidth} wide` });
    }
    for (const element of document.querySelectorAll('body *')) {
      if (!ownText(element) || !shown(element) || element.matches('textarea, option, .hidden, .skip')) continue;
      for (let box = element; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        const hides = /hidden|clip/.test(style.overflowX) || /hidden|clip/.test(style.overflowY);
        if (hides && !box.matches('.hidden') && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)) {
          found.push({ check: 'clipped', where: describe(box), message: 'text is cut off' });
          break;
        }
      }
    }
    return found;
  });
  return found.map((one) => ({ ...one, message: `${one.message} ${under}` }));
}

/** Sets the default size of text as a person does in the settings of the browser. */
export async function textSize(page, pixels) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: Math.round(pixels * 13 / 16) } });
  return session;
}

/** Findings of too little room, under every condition; leaves the page as it was. */
export async function room(page) {
  const before = page.viewportSize();
  const found = [...await cramped(page, 'at this size')];
  await page.setViewportSize({ width: 320, height: 256 });
  found.push(...await cramped(page, 'at 320 px'));
  await page.setViewportSize({ width: 667, height: 375 });
  found.push(...await cramped(page, 'in landscape'));
  await page.setViewportSize(before);
  const session = await textSize(page, 32);
  found.push(...await cramped(page, 'with text at 200 %'));
  await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  await session.detach();
  const wide = await page.evaluateHandle((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
    return sheet;
  }, spacing);
  found.push(...await cramped(page, 'with wide spacing'));
  await page.setViewportSize({ width: 320, height: 640 });
  found.push(...await cramped(page, 'with wide spacing at 320 px'));
  await wide.evaluate((sheet) => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet); });
  await page.setViewportSize(before);
  return found;
}
