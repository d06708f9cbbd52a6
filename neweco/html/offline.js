const steps = [...document.querySelectorAll(".ne-stage")];
let at = Math.min(Math.max(parseInt(location.hash.slice(1), 10) || 1, 1), steps.length) - 1;
const show = (to) => {
  at = Math.min(Math.max(to, 0), steps.length - 1);
  steps.forEach((step, i) => step.classList.toggle("shown", i === at));
  document.body.classList.remove("blank");
  history.replaceState(null, "", "#" + (at + 1));
  return true;
};
const blank = (on) => { document.body.classList.toggle("blank", on); return true; };
const acts = {
  next: () => show(at + 1), back: () => show(at - 1), first: () => show(0),
  last: () => show(steps.length - 1), blank, full: toggleFull,
  leave: () => document.body.classList.contains("blank") && blank(false),
  hall: () => { steps.forEach((step) => step.classList.toggle("ne-dark")); return true; },
};
document.body.classList.add("stepped");
onKeys((meaning) => acts[meaning]?.());
addEventListener("click", (event) => show(at + (event.clientX < innerWidth / 4 ? -1 : 1)));
show(at);
