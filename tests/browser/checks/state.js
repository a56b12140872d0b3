// What a page is to an engine: every element with its attributes, words, box and styles, and the screen it stands on.

import { createHash } from 'node:crypto';

/** A fingerprint of the page that is open. Two pages with one fingerprint look and are built the same. */
export async function stateOf(page) {
  const state = await page.evaluate(() => {
    const styles = [
      'display', 'visibility', 'opacity', 'position', 'overflow', 'clipPath', 'color', 'backgroundColor', 'backgroundImage', 'font',
      'letterSpacing', 'wordSpacing', 'textAlign', 'textDecoration', 'textIndent', 'border', 'borderRadius', 'outline', 'boxShadow', 'cursor',
      'transform', 'transitionDuration', 'animationName', 'userSelect', 'pointerEvents', 'zIndex', 'order', 'margin', 'padding',
    ];
    const pick = (style) => styles.map((name) => style[name]);
    const elements = [...document.querySelectorAll('*')].map((element) => {
      const box = element.getBoundingClientRect();
      // A key against sending twice, and a nonce, are new on every page.
      const fresh = ({ name }) => name === 'nonce' || (name === 'value' && element.matches('input[type=hidden]'));
      const pseudo = ['::before', '::after'].map((part) => getComputedStyle(element, part))
        .map((style) => (style.content === 'none' ? '' : [style.content, ...pick(style)]));
      return [
        element.tagName, [...element.attributes].filter((one) => !fresh(one)).map(({ name, value }) => `${name}=${value}`),
        [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : '')),
        box.x, box.y, box.width, box.height, pick(getComputedStyle(element)), pseudo, element.matches(':focus, :checked, :disabled'),
      ];
    });
    const media = ['(forced-colors: active)', '(prefers-color-scheme: dark)', '(hover: hover)'];
    return JSON.stringify([innerWidth, innerHeight, devicePixelRatio, document.title, media.map((one) => matchMedia(one).matches), elements]);
  });
  return createHash('sha256').update(state).digest('base64');
}
