/* What the keys of clickers and keyboards mean: one list for the live stage and the story's file. */
const MEANINGS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", Enter: "next", " ": "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
  Home: "first", End: "last", b: "blank", ".": "blank", F5: "full", Escape: "leave",
  n: "speaker", l: "bilingual", d: "hall", e: "language", q: "question", f: "follow",
};

/* Calls `act` with the meaning of a key, which is taken where that returns true. What is typed, and
   Space and Enter on a button, stay what they are. */
function onKeys(act) {
  addEventListener("keydown", (event) => {
    const meaning = MEANINGS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const inside = (selector) => Boolean(event.target.closest?.(selector));
    const own = inside("input, textarea, select, [contenteditable]") && meaning !== "leave"
      || (event.key === " " || event.key === "Enter") && inside("a, button, summary");
    if (!meaning || own || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(meaning, event)) event.preventDefault();
  });
}

/* F5 of a clicker starts and ends the show. */
function toggleFull() {
  const done = document.fullscreenElement
    ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  done?.catch(() => {});
  return true;
}
