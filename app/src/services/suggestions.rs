//! What is found while somebody types into the search form: the first few results as links under it, on the way to the page
//! of the search, which works without. A script of its own rather than an island: it stands on the first page of all, and
//! the code of the islands is a hundred times as long.

/// Where the script asks.
pub const ADDRESS: &str = "/search/suggestions";
/// How many results stand under the form.
pub const MOST: usize = 5;

/// The script. It asks once the keys rest; an answer that comes after the next question is dropped; how many there are is
/// said to those who listen.
pub fn script() -> &'static str {
    "const form=document.querySelector('form.search');if(form){const box=form.elements.q,said=form.querySelector('[role=status]'),list=document.createElement('ul');\
     list.className='lines suggestions';list.hidden=true;form.append(list);let asked=0,rest;\
     const show=found=>{list.hidden=!found.length;said.textContent=found.length?form.dataset.found.replace('{count}',found.length):'';\
     list.replaceChildren(...found.map(([title,address])=>{const line=document.createElement('li'),link=document.createElement('a');\
     link.href=address;link.textContent=title;line.append(link);return line}))};\
     box.addEventListener('input',()=>{clearTimeout(rest);const mine=++asked,q=box.value.trim();if(!q)return show([]);\
     rest=setTimeout(async()=>{const r=await fetch('/search/suggestions?q='+encodeURIComponent(q)).catch(()=>null);\
     const found=r?.ok?await r.json():[];if(mine===asked)show(found)},250)})}"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_small_and_asks_where_answers_are() {
        let script = script();
        assert!(script.len() < 1_500 && !script.contains("</") && script.contains(ADDRESS), "{}", script.len());
    }
}
