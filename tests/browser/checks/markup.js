// html-validate: the document as the server sent it.

import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // How the markup is written, not what it means: the renderer decides.
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'long-title': 'off',
    'no-raw-characters': 'off',
    // The boxes of one question share their name.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
    // The rule takes the words around a number for the number.
    'tel-non-breaking': 'off',
  },
});

/** Findings in the markup of the page that is open. */
export async function markup(page, setting) {
  // The renderer's empty marks, which only islands keep, written as every parser reads them.
  const text = setting.source.replace(/<leptos-island[^]*?<\/leptos-island>/g, (island) => island.replaceAll('<!>', '<!---->'));
  const report = await validator.validateString(text);
  return report.results.flatMap(({ messages }) => messages)
    .map(({ ruleId, message, selector }) => ({ check: `html ${ruleId}`, where: selector ?? '', message }));
}
