// The portal's own words, read from its Fluent files, so that a test asks for what the page should say in its language.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.js';

const folders = { zh: 'zh-CN', en: 'en' };
const loaded = new Map();

function load(language) {
  const words = new Map();
  const folder = join(root, 'locales', folders[language]);
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const entry = /^([a-z][a-z0-9-]*) = (.*)$/.exec(line);
      if (entry) words.set(entry[1], entry[2].replaceAll('{ " " }', ' ').trim());
    }
  }
  return words;
}

/** What stands under a key; with placeholders, the longest piece of it that holds none. */
export function say(language, key) {
  if (!loaded.has(language)) loaded.set(language, load(language));
  const text = loaded.get(language).get(key);
  if (text === undefined) throw new Error(`no words for ${key} in ${language}`);
  return text.split(/\{[^}]*\}/).map((piece) => piece.trim()).sort((a, b) => b.length - a.length)[0];
}
