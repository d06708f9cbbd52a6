/* The speaker's window and the hall's, two windows of one browser: keys pressed in the speaker's are
   those of the hall's, which tells what it shows. Nothing of it leaves the browser. */
const WINDOWS = new BroadcastChannel("neweco.stage");
const OWN = Math.random().toString(36).slice(2);
const ASKED_EVERY = 2000, GONE_AFTER = 5000;

const speakers = () => document.querySelector(".ne-speaker");

/* The window of the hall that was heard of last, and when. */
let hall = null, heard = 0;

/* What a window of a hall shows; nothing where this is none. */
function shownHere() {
  const stage = document.querySelector(".st-key-stage-area .ne-stage");
  if (speakers() || !(stage || document.querySelector(".st-key-stage-return"))) return null;
  return {
    from: OWN,
    step: Number(stage?.dataset.step || 0),
    room: stage?.querySelector(".ne-stage-scan b")?.textContent || "",
    black: Boolean(document.querySelector(".ne-blank")),
    own: Boolean(document.querySelector(".st-key-own-bar")),
  };
}

/* Leads the speaker's window to a step: Streamlit runs on `popstate`. */
function lead(step) {
  const query = new URLSearchParams(location.search);
  query.set("step", Math.min(Math.max(step, 1), Number(speakers().dataset.all)));
  history.replaceState({}, "", "?" + query);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  return true;
}

/* A key in the speaker's window: the hall's, or its own where no hall is open, to rehearse. */
function speak(meaning, isSpace) {
  if (meaning === "speaker") return true;
  if (hall) {
    WINDOWS.postMessage({ to: hall.from, meaning, isSpace });
    return true;
  }
  const here = Number(speakers().dataset.step);
  const steps = { next: here + 1, back: here - 1, first: 1, last: Infinity };
  return meaning in steps && lead(steps[meaning]);
}

/* Goes where the hall is, and says what else is so there. */
function follow() {
  const window = speakers();
  if (!window) return;
  if (hall && Date.now() - heard > GONE_AFTER) hall = null;
  if (hall?.step && hall.step !== Number(window.dataset.step)) lead(hall.step);
  paint(window);
}

function paint(window) {
  const so = {
    none: !hall, black: hall?.black, asked: hall && !hall.step, own: hall?.own,
    room: hall?.room, closed: hall?.step && !hall.room && !hall.own,
  };
  const set = (element, shown) => { if (element.hidden === shown) element.hidden = !shown; };
  for (const each of window.querySelectorAll("[data-when]")) set(each, Boolean(so[each.dataset.when]));
  for (const each of window.querySelectorAll("[data-hall]")) set(each, Boolean(hall));
  for (const each of window.querySelectorAll(".ne-mini")) set(each, !hall?.own);
  const digits = window.querySelector("[data-digits]");
  if (digits && digits.textContent !== (hall?.room || "")) digits.textContent = hall?.room || "";
}

function joinWindows(act) {
  let told = "";
  const tell = (isAsked) => {
    const shown = shownHere(), said = JSON.stringify(shown);
    if (shown && (isAsked || said !== told)) WINDOWS.postMessage({ ...shown, isAsked });
    told = said;
  };
  WINDOWS.onmessage = ({ data }) => {
    if (data.asks) return tell(true);
    if (data.to) return data.to === OWN && act(data.meaning, data.isSpace);
    if (!speakers() || hall && hall.from !== data.from && data.isAsked) return;
    hall = data.isGone ? null : data;
    heard = Date.now();
    follow();
  };
  const ask = () => { if (speakers()) { WINDOWS.postMessage({ asks: true }); follow(); } };
  let was = null;
  new MutationObserver(() => {
    const window = speakers();
    if (window && window !== was) ask();
    was = window;
    if (window) paint(window); else tell(false);
  }).observe(document, { childList: true, subtree: true });
  setInterval(ask, ASKED_EVERY);
  addEventListener("pagehide", () => { if (shownHere()) WINDOWS.postMessage({ from: OWN, isGone: true }); });
  addEventListener("click", (event) => {
    const button = event.target.closest?.(".ne-acts [data-act]");
    if (button) speak(button.dataset.act, false);
    const way = event.target.closest?.(".st-key-stage-speaker a");
    if (!way) return;
    event.preventDefault();  // a window of its own, to be moved to the laptop's screen
    const other = open("", "ne-speaker", "popup,width=1280,height=800");
    if (other?.location.href === "about:blank") other.location.href = way.href;
    other?.focus();  // one that is open already keeps its clock
  });
}
