"use strict";
(() => {
  const steps = [...document.querySelectorAll(".ne-stage")];
  let at = Math.min(Math.max(parseInt(location.hash.slice(1), 10) || 1, 1), steps.length) - 1;
  const show = (to) => {
    at = Math.min(Math.max(to, 0), steps.length - 1);
    steps.forEach((step, i) => step.classList.toggle("shown", i === at));
    document.body.classList.remove("blank");
    history.replaceState(null, "", "#" + (at + 1));
  };
  const keys = {
    ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), " ": () => show(at + 1),
    ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1),
    Home: () => show(0), End: () => show(steps.length - 1),
    b: () => document.body.classList.toggle("blank"),
    ".": () => document.body.classList.toggle("blank"),
  };
  document.body.classList.add("stepped");
  addEventListener("keydown", (event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); act(); }
  });
  addEventListener("click", (event) => show(at + (event.clientX < innerWidth / 4 ? -1 : 1)));
  show(at);
})();
