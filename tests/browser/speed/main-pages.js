// The ten pages that residents see most, with somebody signed in whose pages are full.

import { anotherItem, apply, beginAnother, granny, openUntil } from '../harness/steps.js';

/** Fills the city with one application, one draft and offers; gives the paths and the cookies of the session. */
export async function mainPages(visitor) {
  await visitor.signIn(granny);
  await openUntil(visitor, '/offers', () => visitor.count('article.offer'));
  const offer = await visitor.page.locator('article.offer :is(h2, h3) a').first().getAttribute('href');
  const { address } = await apply(visitor);
  const draft = await beginAnother(visitor);
  const cookies = (await visitor.context.cookies()).filter((cookie) => cookie.name !== 'display');
  const paths = {
    home: '/', offers: '/offers', offer, services: '/items', service: `/items/${anotherItem}`, question: `/drafts/${draft}/phone`,
    'check answers': `/drafts/${draft}/check`, application: address.split('?')[0], policy: '/policies/elder-allowance', inbox: '/inbox',
  };
  return { paths, cookies };
}
