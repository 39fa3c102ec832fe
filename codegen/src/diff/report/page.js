"use strict";
const filters = document.getElementById("filters");
const search = document.getElementById("search");
const changes = [...document.querySelectorAll(".change")];
const lists = JSON.parse(document.getElementById("lists").textContent);
const chosen = (name) => new Set([...filters.elements[name] ? filters.querySelectorAll(`[name=${name}]:checked`) : []]
  .map((box) => box.value));
const texts = new Map();

/** The text of a change in lower case, with the operations that it reaches. */
function textOf(change) {
  if (!texts.has(change)) {
    const more = [...change.querySelectorAll("[data-list]")].flatMap((part) => operations(part.dataset.list));
    texts.set(change, `${change.textContent} ${more.join(" ")}`.toLowerCase());
  }
  return texts.get(change);
}

const operations = (list) => lists.lists[list].map((number) => lists.names[number]);

/** Shows the changes whose verdict and group are both chosen, and that contain all words of the search. */
function filter() {
  const verdicts = chosen("verdict");
  const groups = chosen("group");
  const words = search.value.toLowerCase().split(/\s+/).filter((word) => word);
  let shown = 0;
  let all = 0;
  for (const change of changes) {
    const kept = verdicts.has(change.dataset.verdict) && groups.has(change.dataset.group)
      && words.every((word) => textOf(change).includes(word));
    if (change.hidden === kept) {
      change.hidden = !kept;
    }
    if (change.localName === "article") {
      all += 1;
      shown += kept ? 1 : 0;
    }
  }
  document.getElementById("shown").textContent = `${shown} of ${all} entries shown`;
}

/** Writes the operations of a list when it is opened. */
function expand(event) {
  const { dataset, open, children } = event.target;
  if (open && dataset.list !== undefined && children.length === 1) {
    const names = document.createElement("span");
    operations(dataset.list).forEach((name, index) => {
      const code = document.createElement("code");
      code.textContent = name;
      names.append(index ? ", " : " ", code);
    });
    event.target.append(names);
  }
}

/** A link to a change leads to it even where a filter hides it, and the keyboard goes on from there. */
function follow() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target || !(target.classList.contains("change") || target.id === "docs")) {
    return;
  }
  if (target.hidden) {
    filters.querySelectorAll("[type=checkbox]").forEach((box) => { box.checked = true; });
    search.value = "";
    filter();
  }
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

filters.addEventListener("change", filter);
search.addEventListener("input", filter);
filters.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("toggle", expand, true);
window.addEventListener("hashchange", follow);
filter();
follow();
