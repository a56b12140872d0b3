// The checks of our own, for what no engine finds.

import { behaviour } from './behaviour.js';
import { elder } from './elder.js';
import { focus } from './focus.js';
import { forms } from './forms.js';
import { live } from './live.js';
import { media } from './media.js';
import { room } from './room.js';
import { senses } from './senses.js';
import { structure } from './structure.js';
import { targets } from './targets.js';
import { language, sentences, typography } from './text.js';

// The focus moves, so what depends on where it is at first comes before.
const checks = { forms, structure, elder, live, targets, typography, language, sentences, senses, behaviour, room, media, focus };

/**
 * Findings of every own check, one check after the other until there are enough. `setting` says mode, language, whether the
 * page stays dense in elder mode, and the HTML that the server sent.
 */
export async function own(page, setting, enough = () => false) {
  const found = [];
  for (const check of Object.values(checks)) {
    found.push(...await check(page, setting));
    if (enough(found)) break;
  }
  return found;
}
