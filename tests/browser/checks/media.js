// Forced colours, reduced motion and paper.

/** Findings under forced colours: every button and field keeps a border. */
async function forced(page) {
  await page.emulateMedia({ forcedColors: 'active' });
  const found = await page.evaluate(() => {
    const { shown, describe } = globalThis.proof;
    const found = [];
    for (const control of document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea')) {
      const style = getComputedStyle(control);
      if (!shown(control) || style.appearance === 'auto' && control.matches('[type=radio], [type=checkbox]')) continue;
      const sides = ['Top', 'Right', 'Bottom', 'Left'];
      const bordered = sides.every((side) => style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) > 0);
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      const underlined = control.matches('button') && style.textDecorationLine.includes('underline');
      if (!bordered && !outlined && !underlined) found.push({ check: 'forced-colours', where: describe(control), message: 'no border is left' });
    }
    for (const element of document.querySelectorAll('body, body *')) {
      if (getComputedStyle(element).forcedColorAdjust === 'none') found.push({ check: 'forced-colours', where: describe(element), message: 'refuses the colours of the person' });
    }
    return found;
  });
  await page.emulateMedia({ forcedColors: 'none' });
  return found;
}

async function still(page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return page.evaluate(() => {
    const { shown, describe } = globalThis.proof;
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
      const style = getComputedStyle(element);
      const moves = [style.transitionDuration, style.animationDuration].some((list) => list.split(',').some((time) => parseFloat(time) > 0.001));
      if (moves && shown(element)) found.push({ check: 'motion', where: describe(element), message: 'moves although the person asked for none' });
    }
    return found;
  });
}

/** Findings on paper: the answer is there, the frame is not, type is 12 points or more. */
async function paper(page) {
  await page.emulateMedia({ media: 'print' });
  const found = await page.evaluate(() => {
    const { shown, ownText, describe } = globalThis.proof;
    const found = [];
    const add = (element, message) => found.push({ check: 'print', where: element ? describe(element) : '', message });
    for (const element of document.querySelectorAll('nav, header, button, .skip')) if (shown(element)) add(element, 'of no use on paper');
    for (const element of document.querySelectorAll('body *')) if (shown(element) && getComputedStyle(element).position === 'fixed') add(element, 'fixed on every sheet');
    if (![...document.querySelectorAll('h1')].some(shown)) add(null, 'no heading on paper');
    const body = parseFloat(getComputedStyle(document.body).fontSize);
    if (body < 16) add(document.body, `${body} px is under 12 points`);
    for (const element of document.querySelectorAll('main *')) {
      if (shown(element) && ownText(element) && getComputedStyle(element).color === 'rgb(255, 255, 255)') add(element, 'white on white');
    }
    return found;
  });
  await page.emulateMedia({ media: null });
  return found;
}

/** Findings under forced colours, reduced motion and on paper; leaves the page as it was. */
export async function media(page) {
  return [...await forced(page), ...await still(page), ...await paper(page)];
}
