"use strict";
const filters = document.getElementById("filters");
const changes = [...document.querySelectorAll(".change")];
const chosen = (name) => new Set([...filters.elements[name] ? filters.querySelectorAll(`[name=${name}]:checked`) : []]
  .map((box) => box.value));

/** Shows the changes whose verdict and group are both chosen. */
function filter() {
  const verdicts = chosen("verdict");
  const groups = chosen("group");
  let shown = 0;
  let all = 0;
  for (const change of changes) {
    change.hidden = !(verdicts.has(change.dataset.verdict) && groups.has(change.dataset.group));
    if (change.localName === "article") {
      all += 1;
      shown += change.hidden ? 0 : 1;
    }
  }
  document.getElementById("shown").textContent = `${shown} of ${all} changes shown`;
}

/** A link to a change leads to it even where a filter hides it, and the keyboard goes on from there. */
function follow() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target || !target.classList.contains("change")) {
    return;
  }
  if (target.hidden) {
    filters.querySelectorAll("input").forEach((box) => { box.checked = true; });
    filter();
  }
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

filters.addEventListener("change", filter);
filters.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", follow);
filter();
follow();
