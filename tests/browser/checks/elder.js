// Density of elder mode: few controls, one column of plain lists, and a way back in sight.

const most = 25;
/** So many of them stand around every page. */
const around = 12;

/** Findings of a page in elder mode; dense pages keep their layout. */
export function elder(page, setting) {
  if (setting.mode !== 'elder') return [];
  return page.evaluate(({ most, around, dense }) => {
    const { shown, describe, controls } = globalThis.proof;
    const found = [];
    const back = [...document.querySelectorAll('button[name=mode][value=standard]')].filter(shown);
    if (!back.length) found.push({ check: 'way-back', where: '', message: 'no way back to the standard version' });
    if (document.documentElement.dataset.mode !== 'elder') found.push({ check: 'mode', where: 'html', message: 'not in elder mode' });
    const frame = controls().filter((one) => !one.matches('.skip') && one.closest('.header, .footer'));
    if (frame.length > around) found.push({ check: 'density', where: 'header, footer', message: `${frame.length} controls around the page, at most ${around}` });
    if (dense) return found;
    // The skip link is out of sight, and options of one question are one choice.
    const counted = new Set(controls().filter((one) => !one.matches('.skip')).map((one) => (one.type === 'radio' ? one.name : one)));
    if (counted.size > most) found.push({ check: 'density', where: 'body', message: `${counted.size} controls, at most ${most}` });
    for (const table of document.querySelectorAll('table')) {
      if (shown(table)) found.push({ check: 'density', where: describe(table), message: 'a table' });
    }
    return found;
  }, { most, around, dense: setting.dense });
}
