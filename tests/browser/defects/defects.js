// Pages with one known defect each: the sound page with one change. `finds` names the engine and the check that must see
// it; `mode` is the mode it is looked at in.

const summary = `<div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="wrong"><h2 id="wrong">有问题需要改正</h2><ul><li><a href="#phone">电话要填 11 个数字</a></li></ul></div><h1>`;
const wrongField = 'aria-describedby="phone-hint phone-error" aria-invalid="true"><p id="phone-error">电话要填 11 个数字</p>';
const rightField = 'aria-describedby="phone-hint">';
const title = ['<title>', '<title>错误：'];
const style = (rules) => [['</style>', `${rules}\n</style>`]];

/** Pages that have to pass everything. */
export const sound = [
  { name: 'the page itself', change: [] },
  { name: 'the page with an error', change: [title, ['<h1>', summary], [rightField, wrongField]] },
];

export const defects = [
  // Focus and keyboard.
  { name: 'focus shows nothing', finds: 'own focus-visible', change: style('.button:focus-visible { outline: none; }') },
  { name: 'focus is one thin line', finds: 'own focus-area', change: style('.button:focus-visible { outline: 1px solid #16202a; }') },
  { name: 'focus is pale', finds: 'own focus-visible', change: style('.input:focus-visible { outline-color: #ddd; }') },
  { name: 'focus jumps', finds: 'own focus-order', change: [['name="district">', 'name="district" tabindex="3">']] },
  { name: 'a control is out of reach', finds: 'own keyboard', change: [['<button class="button"', '<button tabindex="-1" class="button"']] },
  { name: 'a layer covers the button', finds: 'own focus-covered', change: [['<footer>', '<footer><div id="layer"></div>'], ...style('form { position: relative; } #layer { position: absolute; inset: 0; background: #fff; z-index: 2; }')] },
  { name: 'a bar is fixed', finds: 'own layer', change: style('footer { position: fixed; bottom: 0; }') },
  { name: 'the keyboard is trapped', finds: 'own keyboard', change: [['</body>', '<script>document.getElementById("phone").addEventListener("keydown", (event) => { if (event.key === "Tab") event.preventDefault(); });</script></body>']] },
  { name: 'no skip link', finds: 'own skip-link', change: [['<a class="skip" href="#main">跳到主要内容</a>', '']] },
  { name: 'a link without an address', finds: 'own link', change: [['<a href="/search">', '<a onclick="go()">']] },
  { name: 'a handler in the markup', finds: 'own handler', change: [['<a href="/search">', '<a href="/search" onclick="go()">']] },
  // Room.
  { name: 'a fixed width at 320 px', finds: 'own reflow', change: style('h2 { width: 40rem; }') },
  { name: 'text is cut', finds: 'own clipped', change: style('h2 { height: 1rem; overflow: hidden; }') },
  { name: 'text is cut at 200 %', finds: 'own clipped', change: style('h2 { height: 50px; overflow: hidden; white-space: nowrap; }') },
  { name: 'text is cut with wide spacing', finds: 'own clipped', change: [['<h2>接下来</h2>', '<h2><span>接下来要做的事</span></h2>'], ...style('h2 span { display: block; inline-size: 7em; overflow: hidden; white-space: nowrap; font-size: 1rem; }')] },
  // Type and language.
  { name: 'small print', finds: 'own text-size', change: style('footer p { font-size: .7rem; }') },
  { name: 'tight lines', finds: 'own line-height', change: [...style('main p { line-height: 1.2; }'), ['打电话给您。', '打电话给您，问清楚您家里的情况以后再决定什么时候上门来看您。']] },
  { name: 'long lines', finds: 'own measure', change: [...style('main { max-width: none; } main p { max-width: none; }'), ['打电话给您。', '打电话给您，问清楚您家里的情况以后，再跟您商量哪一天什么时候由谁上门来看您，上门的时候会带着工作证，您可以先核对再开门。']] },
  { name: 'justified text', finds: 'own justified', change: style('main p { text-align: justify; }') },
  { name: 'the wrong language', finds: 'own language', change: [['lang="zh-CN"', 'lang="en"']] },
  { name: 'an English part that is not marked', finds: 'own language', change: [['<h2>', '<p>Please bring your identity card with you.</p><h2>']] },
  { name: 'paragraphs that run into each other', finds: 'own paragraph-spacing', change: [...style('main p { margin: 0; }'), ['打电话给您。</p>', '打电话给您，问清楚您家里的情况，再跟您商量哪一天由谁上门来看您。</p><p>上门的人带着证件。</p>']] },
  { name: 'a sentence nobody follows', finds: 'own sentence', change: [['打电话给您。', '打电话给您，问清楚您家里的情况以后再跟您商量哪一天什么时候由谁上门来看您，上门的时候会带着工作证，请您先核对再开门。']] },
  // Targets.
  { name: 'a small button', finds: 'own target-size', change: style('.button { min-height: 36px; padding: 0 1rem; line-height: 1.2; }') },
  { name: 'a small main control in elder mode', mode: 'elder', finds: 'own target-size', change: style('.button { min-height: 50px !important; padding: 0 1rem; line-height: 1.2; }') },
  // Structure and forms.
  { name: 'two first headings', finds: 'own one-heading', change: [['<h2>接下来</h2>', '<h1>接下来</h1>']] },
  { name: 'a title of its own', finds: 'own title', change: [['<title>办高龄津贴', '<title>欢迎']] },
  { name: 'a group without a legend', finds: 'own legend', change: [['<legend>从什么时候开始领？</legend>', '<p>从什么时候开始领？</p>']] },
  { name: 'a placeholder for a label', finds: 'own label', change: [['<label for="phone">打哪个电话能找到您？</label>', ''], ['id="phone" name', 'placeholder="电话" id="phone" name']] },
  { name: 'a button that cannot be pressed', finds: 'own disabled', change: [['<button class="button"', '<button disabled class="button"']] },
  { name: 'bubbles of the browser', finds: 'own browser-validation', change: [[' novalidate', '']] },
  { name: 'own data without a token', finds: 'own autocomplete', change: [[' autocomplete="tel"', '']] },
  { name: 'a vague link', finds: 'own link', change: [['>要带的材料</a>', '>点击这里</a>']] },
  { name: 'a window opens unsaid', finds: 'own new-window', change: [['<a href="/items">', '<a target="_blank" href="/items">']] },
  { name: 'no telephone', finds: 'own telephone', change: [['href="tel:12345"', 'href="/call"']] },
  { name: 'no way to change the mode', finds: 'own display', change: [['<button class="link" type="submit" name="mode" value="standard" aria-pressed="true">标准版</button>', ''], ['<button class="link" type="submit" name="mode" value="elder" aria-pressed="false">长辈版</button>', '']] },
  { name: 'endless movement', finds: 'own moves', change: style('@keyframes turn { to { opacity: .9; } } h2 { animation: turn 1s infinite; }') },
  { name: 'movement although none is wanted', finds: 'own motion', change: style('.button { transition: all .4s; }') },
  // The error summary.
  { name: 'an error only in the title', finds: 'own title', change: [title] },
  { name: 'an error without a summary', finds: 'own error-summary', change: [[rightField, wrongField]] },
  { name: 'a summary without the focus', finds: 'own error-summary', change: [title, ['<h1>', summary.replace(' autofocus', '')], [rightField, wrongField]] },
  { name: 'a summary that leads nowhere', finds: 'own error-summary', change: [title, ['<h1>', summary.replace('#phone', '#mobile')], [rightField, wrongField]] },
  { name: 'a field in other words', finds: 'own error-summary', change: [title, ['<h1>', summary], [rightField, wrongField.replace('要填', '应为')]] },
  { name: 'an error that blames', finds: 'own error-words', change: [title, ['<h1>', summary.replace('电话要填 11 个数字', '电话无效')], [rightField, wrongField.replace('电话要填 11 个数字', '电话无效')]] },
  // What is announced, and what a page does.
  { name: 'a message that a script adds', finds: 'own live-region', change: [['</body>', '<script>document.querySelector("main").insertAdjacentHTML("beforeend", "<p role=status>存好了</p>");</script></body>']] },
  { name: 'a count that nobody hears', finds: 'own live-region', change: [['<h2>', '<leptos-island><p id="more-count">还可以写 200 个字</p></leptos-island><h2>']] },
  { name: 'nothing can be pasted', finds: 'own paste', change: [['</body>', '<script>document.getElementById("phone").addEventListener("paste", (event) => event.preventDefault());</script></body>']] },
  { name: 'a key that does something', finds: 'own single-key', change: [['</body>', '<script>document.addEventListener("keydown", (event) => { if (event.key === "/") event.preventDefault(); });</script></body>']] },
  { name: 'something opens under the pointer', finds: 'own hover', change: style('nav li:hover ul { display: block; }') },
  { name: 'a dialog over the page', finds: 'own dialog', change: [['<h2>', '<dialog open>要继续吗？</dialog><h2>']] },
  { name: 'a place for adverts', finds: 'own advert', change: [['<h2>', '<iframe title="推荐" src="about:blank"></iframe><h2>']] },
  { name: 'something to drag', finds: 'own gesture', change: [['<h2>', '<p draggable="true">拖到这里</p><h2>']] },
  // What one sense alone would get.
  { name: 'words in a picture', finds: 'own picture', change: [['<h2>', '<img src="/map.png" alt="怎么走" width="44" height="44"><h2>']] },
  { name: 'a picture behind words', finds: 'own picture', change: style('h2 { background: url(/paper.png); }') },
  { name: 'a field with a pale edge', finds: 'own edge', change: style('.input { border-color: #c9d1d9; }') },
  { name: 'a button like its page', finds: 'own edge', change: style('.button { background: #f2f5f7; border-color: #f2f5f7; color: #16202a; }') },
  { name: 'a state by its colour', finds: 'own colour-alone', change: [['<h2>', '<p><span class="tag" style="display: inline-block; width: 44px; height: 44px; background: #060"></span></p><h2>']] },
  { name: 'words that are not read out', finds: 'own kept-from', change: [['<p>街道的', '<p aria-hidden="true">街道的']] },
  { name: 'keys taken from a screen reader', finds: 'own kept-from', change: [['<h2>', '<div role="application" aria-label="地图">地图</div><h2>']] },
  { name: 'a page that is nowhere', finds: 'own location', change: [['<nav class="back" aria-label="返回"><a href="/home">返回</a></nav>', '']] },
  // Elder mode.
  { name: 'too much for elder mode', mode: 'elder', finds: 'own density', change: [['<h2>', `<ul>${Array.from({ length: 20 }, (_, one) => `<li><a href="/items/${one}">第 ${one} 件事</a></li>`).join('')}</ul><h2>`]] },
  { name: 'a table in elder mode', mode: 'elder', finds: 'own density', change: [['<h2>', '<table><caption>钱</caption><tr><th scope="col">月</th></tr><tr><td>一</td></tr></table><h2>']] },
  { name: 'no way back from elder mode', mode: 'elder', finds: 'own way-back', change: [['value="standard"', 'value="large"']] },
  // Media.
  { name: 'no border in forced colours', finds: 'own forced-colours', change: style('.button { border: 0; }') },
  { name: 'refuses forced colours', finds: 'own forced-colours', change: style('h2 { forced-color-adjust: none; }') },
  { name: 'the frame on paper', finds: 'own print', change: [['@media print { header,', '@media print { .nothing,']] },
  { name: 'small type on paper', finds: 'own print', change: style('@media print { html { font-size: 9pt; } }') },
  { name: 'white on white on paper', finds: 'own print', change: style('@media print { h2 { color: #fff; } }') },
  // What engines find.
  { name: 'pale text', finds: 'axe color-contrast-enhanced', change: style('main p { color: #6b7884; }') },
  { name: 'text that is hardly there', finds: 'axe color-contrast-enhanced', change: style('main p { color: #b3bcc6; }') },
  { name: 'text that is dark in the dark', finds: 'colours color-contrast-enhanced', change: style('html[data-theme="dark"] { background: #11181f; }') },
  { name: 'two links of one name', finds: 'axe identical-links-same-purpose', change: [['<a href="/search">搜索</a>', '<a href="/search">办事</a>']] },
  { name: 'targets too close', finds: 'axe target-size', change: style('nav a { min-height: 0; min-width: 0; line-height: 1; display: inline; font-size: 16px; } nav ul { line-height: 1; }') },
  { name: 'a picture without words', finds: 'axe image-alt', change: [['<h2>', '<img src="/map.png"><h2>']] },
  { name: 'a table without headings', finds: 'ibm table_headers_exists', change: [['<h2>', '<table><tr><td>月</td><td>元</td></tr><tr><td>一</td><td>180</td></tr></table><h2>']] },
  { name: 'justified text for Alfa', finds: 'alfa sia-r71', change: style('main p { text-align: justify; }') },
  { name: 'pale text for Alfa', finds: 'alfa sia-r66', change: style('main p { color: #6b7884; }') },
  { name: 'an id twice', finds: 'html no-dup-id', change: [['<h2>', '<h2 id="phone">']] },
  { name: 'an element in the wrong place', finds: 'html element-permitted-content', change: [['<h2>接下来</h2>', '<ul><div>接下来</div></ul>']] },
];
