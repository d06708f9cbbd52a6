/* The live stage: keys press its buttons, which may not be in sight; the mouse brings them. */
const press = (name) => {
  const found = document.querySelector(`.st-key-stage-${name} :is(button, a)`);
  found?.click();
  return Boolean(found);
};

/* What a key means here, pressed in this window or in the speaker's. */
function act(meaning, isSpace) {
  if (!document.querySelector(".ne-stage")) return meaning === "leave" && press("return");
  if (meaning === "leave") return Boolean(document.querySelector(".ne-blank")) && press("blank");
  return isSpace && press("pause") || press(meaning);
}

onKeys((meaning, event) => {
  if (meaning === "full") return Boolean(document.querySelector(".ne-stage")) && toggleFull();
  return (speakers() ? speak : act)(meaning, event.key === " ");
});

let resting;
addEventListener("mousemove", () => {
  const root = document.documentElement.classList;
  root.add("ne-pointing");
  clearTimeout(resting);
  resting = setTimeout(() => root.remove("ne-pointing"), 2500);
});

joinWindows(act);
