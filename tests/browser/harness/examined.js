// A page in the middle of a journey, examined as every page of the list is: states that only a journey reaches.

import assert from 'node:assert/strict';
import { engines, report } from '../checks/engines.js';
import { settle } from './settings.js';

/** Fails on whatever axe finds on the page as it stands. */
export async function examined(visitor) {
  const { language, mode, scripts } = visitor.variant;
  // The engines need scripts themselves.
  if (!scripts) return;
  const setting = { language, mode, theme: 'device', condition: 'plain' };
  await settle(visitor, setting);
  const found = await engines.axe(visitor.page, { ...setting, dense: false, source: '' });
  const page = visitor.page.url();
  assert.equal(report(found.map((one) => ({ page, ...one }))), '');
}
