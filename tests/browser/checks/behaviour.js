// What a page does when one presses, pastes or points: nothing opens, nothing is taken away, and nothing is sold.

/** Findings of behaviour that people did not ask for. */
export function behaviour(page) {
  return page.evaluate(() => {
    const { shown, describe } = globalThis.proof;
    const found = [];
    const add = (check, element, message) => found.push({ check, where: element ? describe(element) : '', message });
    for (const field of document.querySelectorAll('input:is([type=text], [type=tel], [type=password], [type=search]), textarea')) {
      const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: new DataTransfer() });
      if (!field.dispatchEvent(paste)) add('paste', field, 'what is copied cannot be put in');
    }
    for (const key of ['a', 'j', '1', '/', '?']) {
      const press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      if (!document.body.dispatchEvent(press)) add('single-key', document.body, `the key ${key} does something by itself`);
    }
    const rules = (list) => [...list].flatMap((rule) => [rule, ...(rule.cssRules ? rules(rule.cssRules) : [])]);
    for (const rule of [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules))) {
      const opens = ['display', 'visibility', 'opacity', 'content'].some((property) => rule.style?.getPropertyValue(property));
      if (/:hover/.test(rule.selectorText ?? '') && opens) add('hover', null, `${rule.selectorText} shows or hides something`);
    }
    for (const layer of document.querySelectorAll('dialog[open], [role=dialog], [role=alertdialog], [popover]')) {
      if (shown(layer)) add('dialog', layer, 'lies over the page');
    }
    for (const slot of document.querySelectorAll('iframe, embed, object, ins, [class*=advert], [id*=advert]')) add('advert', slot, 'a place for what others put in');
    for (const element of document.querySelectorAll('[draggable=true], [ontouchstart], [onpointerdown]')) add('gesture', element, 'wants more than a press');
    return found;
  });
}
