// A caseworker opens the case, asks, reads the answer and decides with a reason; the resident sees it at once.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { apply, granny } from '../harness/steps.js';

const asked = '请问每天哪个时候最需要帮忙？';
const replied = '早上起床的时候。';
const proven = '看过原件，上一次评估已经失效。';
const reason = '符合条件，同意评估。';

journey('casework', async (arrive) => {
  const resident = await arrive();
  await resident.signIn(granny);
  const { address, receipt } = await apply(resident);

  const staff = await arrive();
  await staff.signIn('supervisor');
  await staff.open('/casework');
  await staff.press(staff.page.getByRole('link', { name: receipt }));
  await staff.sees('case-answers', 'verdict-title', 'application-timeline', 'case-decide-title', 'case-ask-title');
  assert.ok((await staff.count('section.card .reasons > li')) >= 1, 'the verdict has its trace');
  await staff.page.locator('.columns details summary').first().click();
  const provenance = await staff.page.locator('.columns details dd .muted').allTextContents();
  assert.ok(provenance.length >= 3 && provenance.every((line) => /\d{4}/.test(line)), `facts say where from: ${provenance}`);

  await staff.page.fill('#question', asked);
  await staff.press('form[action$="/ask"] button');
  await staff.sees('case-state-waiting');
  const place = new URL(staff.page.url()).pathname;

  await resident.open(address);
  await resident.sees('application-asked');
  assert.ok((await resident.text()).includes(asked), 'the question stands there');
  await resident.page.fill('#reply', replied);
  await resident.press('form[action$="/reply"] button');
  await resident.sees('application-state-submitted', 'timeline-answered');

  await staff.open(place);
  assert.ok((await staff.text()).includes(replied), 'the answer is in the case');
  await staff.press('form[action$="/decide"] button');
  assert.equal(await staff.count('.error-summary'), 1, 'a decision needs a choice and a reason');
  await staff.page.check('form[action$="/decide"] input[value=grant]');
  await staff.page.fill('#reason', reason);
  await staff.press('form[action$="/decide"] button');
  // She has a valid assessment: whoever grants another one says by what proof a condition is met.
  await staff.sees('case-otherwise-title');
  for (const proof of await staff.page.locator('textarea[id^="proof-"]').all()) await proof.fill(proven);
  await staff.press('form[action$="/decide"] button');
  await staff.sees('case-decided-otherwise');
  await staff.open('/casework?state=against-verdict');
  assert.equal(await staff.count(`a[href="${place}"]`), 1, 'the supervisor has it in a list');
  await staff.open(place);
  await staff.sees('application-state-granted');

  await resident.open('/inbox');
  const notices = await resident.text();
  assert.ok(notices.includes(resident.say('notice-application-granted')), `a notice of the decision: ${notices}`);
  await resident.open(address);
  await resident.sees('application-state-granted', 'timeline-granted');
  assert.ok((await resident.text()).includes(reason), 'with its reason');
  await resident.press(`a[href="${address}/decision"]`);
  await resident.sees('decision-ruling', 'decision-granted', 'decision-from', 'decision-next', 'decision-remedy');
  await resident.page.emulateMedia({ media: 'print' });
  const paper = await resident.page.locator('main').innerText();
  for (const words of [receipt, reason]) assert.ok(paper.includes(words), `${words} is read on paper: ${paper}`);
  assert.ok(await resident.page.locator('main > .paper').isVisible(), 'with the foot of a paper');
  assert.ok(!paper.includes(proven), 'the grounds stay in the office');
  await resident.page.emulateMedia({ media: null });
});
