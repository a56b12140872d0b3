// Forms: what a browser may fill in by itself, and the contract of the error summary.

/** Findings of fields for a person's own data without a token, and of error summaries that break their contract. */
export async function forms(page) {
  return page.evaluate(() => {
    const { words, describe } = globalThis.proof;
    const found = [];
    const add = (check, element, message) => found.push({ check, where: element ? describe(element) : '', message });
    const ownName = /(^|[-_])(phone|tel|mobile|email|name|surname|address|birthday|dob|password|identifier)($|[-_])/i;
    const ownLabel = /手机|电话号码|您的姓名|密码|your name|phone number/i;
    for (const field of document.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox]), textarea')) {
      const own = ownName.test(field.name) || ownName.test(field.id) || [...(field.labels ?? [])].some((label) => ownLabel.test(words(label)));
      if (own && !field.autocomplete && !field.closest('[data-not-self]')) add('autocomplete', field, 'own data without a token');
    }
    const summary = document.querySelector('.error-summary');
    if (!summary) {
      for (const field of document.querySelectorAll('[aria-invalid=true]')) add('error-summary', field, 'wrong, but no summary says so');
      return found;
    }
    const heading = document.querySelector('h1');
    if (summary.getAttribute('role') !== 'alert') add('error-summary', summary, 'is no alert');
    if (document.activeElement !== summary) add('error-summary', summary, 'does not have the focus');
    if (heading && heading.compareDocumentPosition(summary) & Node.DOCUMENT_POSITION_FOLLOWING) add('error-summary', summary, 'stands below the heading');
    const links = [...summary.querySelectorAll('a')];
    if (!links.length) add('error-summary', summary, 'links to nothing');
    for (const link of links) {
      const field = document.getElementById(link.getAttribute('href')?.slice(1) ?? '');
      if (!field) { add('error-summary', link, 'links to a field that is not there'); continue; }
      if (!field.matches('input, select, textarea')) continue;
      const holders = [field, field.closest('fieldset')].filter(Boolean);
      const ids = holders.flatMap((one) => (one.getAttribute('aria-describedby') ?? '').split(/\s+/)).filter(Boolean);
      const beside = ids.map((id) => document.getElementById(id)).filter(Boolean).map(words);
      if (!beside.includes(words(link))) add('error-summary', link, `its field says ${beside.join(' / ') || 'nothing'}`);
      if (field.getAttribute('aria-invalid') !== 'true' && !field.matches('[type=radio], [type=checkbox]')) add('error-summary', field, 'is not marked as wrong');
    }
    if (/无效|非法|抱歉|\bplease\b|\binvalid\b|\bsorry\b/i.test(words(summary))) add('error-words', summary, 'blames or apologises instead of helping');
    return found;
  });
}
