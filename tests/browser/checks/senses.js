// No single sense is needed: no words in pictures, nothing that screen readers are kept from, no state without a word, fields
// and buttons with an edge that can be seen, and on every page a word of where one is.

/** Findings of what only eyes, only good eyes or only a good memory would get. */
export function senses(page) {
  return page.evaluate(() => {
    const { shown, words, describe } = globalThis.proof;
    const found = [];
    const add = (check, element, message) => found.push({ check, where: element ? describe(element) : '', message });

    for (const picture of document.querySelectorAll('img, picture, canvas, video, audio, input[type=image]')) {
      add('picture', picture, 'words in it grow with no setting, and a puzzle in it bars people');
    }
    for (const element of document.querySelectorAll('body *')) {
      if (/\.(png|jpe?g|gif|webp|avif)/i.test(getComputedStyle(element).backgroundImage)) add('picture', element, 'a picture behind the words');
    }

    for (const element of document.querySelectorAll('[role=application]')) add('kept-from', element, 'takes the keys of a screen reader');
    for (const element of document.querySelectorAll('[aria-hidden=true], [inert], [role=presentation], [role=none]')) {
      const said = element.matches('svg, svg *') || !shown(element) || element.matches('[role=presentation], [role=none]');
      if (!said && words(element).length > 1) add('kept-from', element, 'is shown and not read out');
    }

    for (const tag of document.querySelectorAll('.tag, [class*=status], [class*=badge]')) {
      if (shown(tag) && !words(tag)) add('colour-alone', tag, 'a state without a word');
    }

    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([red, green, blue]) => [red, green, blue].reduce((sum, value, place) => {
      const part = value / 255;
      return sum + [0.2126, 0.7152, 0.0722][place] * (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
    const contrast = (one, other) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const behind = (element) => {
      for (let box = element; box; box = box.parentElement) {
        const colour = rgba(getComputedStyle(box).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return rgba('canvas');
    };
    for (const control of document.querySelectorAll('.button, input:not([type=hidden]), select, textarea')) {
      const style = getComputedStyle(control);
      if (!shown(control) || (style.appearance === 'auto' && control.matches('[type=radio], [type=checkbox], [type=file]'))) continue;
      const around = behind(control.parentElement);
      const bordered = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== 'none';
      const edge = bordered ? contrast(rgba(style.borderTopColor), around) : 0;
      const surface = contrast(behind(control), around);
      if (Math.max(edge, surface) < 3) add('edge', control, `its edge is ${Math.max(edge, surface).toFixed(1)}:1, at least 3:1`);
    }

    const home = location.pathname === '/';
    const where = document.querySelector('.breadcrumbs, .back, [aria-current=page], [aria-current=step]');
    if (!home && !(where && shown(where))) add('location', null, 'neither a way back nor a step says where this is');
    return found;
  });
}
