/* The live stage: keys press its buttons, which may not be in sight; the mouse brings them. */
const press = (name) => {
  const found = document.querySelector(`.st-key-stage-${name} :is(button, a)`);
  found?.click();
  return Boolean(found);
};

onKeys((meaning, event) => {
  if (!document.querySelector(".ne-stage")) return meaning === "leave" && press("return");
  if (meaning === "full") return toggleFull();
  if (meaning === "leave") return Boolean(document.querySelector(".ne-blank")) && press("blank");
  return event.key === " " && press("pause") || press(meaning);
});

let resting;
addEventListener("mousemove", () => {
  const root = document.documentElement.classList;
  root.add("ne-pointing");
  clearTimeout(resting);
  resting = setTimeout(() => root.remove("ne-pointing"), 2500);
});
