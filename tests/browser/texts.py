"""What a browser makes of the texts of a drawing: which are small, cut, or lie over another."""

from __future__ import annotations

from playwright.sync_api import Page

_FOUND = """([within, least, exempt]) => {
  const roots = [...document.querySelectorAll(within)];
  // A picture's letters are seen as large as its box makes them: they stand in its place meanwhile.
  const svgs = 'img[src^="data:image/svg+xml;base64"]';
  const images = roots.flatMap(root => [...root.querySelectorAll(svgs)]);
  const drawings = images.map(image => {
    const made = document.createElement('div');
    made.innerHTML = new TextDecoder().decode(
      Uint8Array.from(atob(image.src.split(',')[1]), c => c.charCodeAt(0)));
    const drawing = made.firstElementChild;
    drawing.style.cssText = 'display: block; width: 100%; height: 100%';
    drawing.setAttribute('preserveAspectRatio', 'xMinYMid');
    image.replaceWith(drawing);
    return drawing;
  });
  const pen = document.createElement('canvas').getContext('2d');
  const found = [], texts = [], ends = new Set(roots.map(root => root.parentElement));
  const walkers = roots.map(root => document.createTreeWalker(root, NodeFilter.SHOW_TEXT));
  for (const walker of walkers) while (walker.nextNode()) {
    const own = walker.currentNode.parentElement, svg = own.ownerSVGElement;
    const said = walker.currentNode.textContent.trim().slice(0, 40);
    if (!said || own.closest('.ne-unseen, title, desc') || own.getAttribute('opacity') === '0')
      continue;
    // Beside a mark, where there is no room to read it.
    const heard = own.closest("time, .ne-what");
    if (heard && getComputedStyle(heard).clipPath !== 'none') continue;
    const look = getComputedStyle(own);
    const size = parseFloat(look.fontSize) * (svg ? svg.getScreenCTM().a : 1);
    if (size < least - 0.01 && !(exempt && own.closest(exempt)))
      found.push(`${said} is small: ${size}`);
    if (svg && said.endsWith('…')) found.push(`${said} is cut short`);
    // A line is higher than its letters; of these a tail may hang out of it, or between two others.
    pen.font = `${look.fontWeight} ${size}px ${look.fontFamily}`;
    const ink = pen.measureText(said);
    const over = ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent;
    const under = ink.fontBoundingBoxDescent - ink.actualBoundingBoxDescent;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    // What a cell of a table leaves out ends in an ellipsis and stands whole on its page.
    const cell = own.closest('.ne-clamped'), end = cell?.getBoundingClientRect().bottom;
    for (const line of range.getClientRects()) {
      if (cell && line.bottom > end + size / 2) continue;
      const turned = svg && line.height > 1.5 * size;
      const box = turned
        ? { left: line.left + over, right: line.right - under, top: line.top, bottom: line.bottom }
        : { left: line.left, right: line.right, top: line.top + over, bottom: line.bottom - under };
      texts.push({ said, box, size, cell, apart: svg && !turned ? size / 4 : 0 });
      for (let around = own; around && !ends.has(around); around = around.parentElement) {
        if (around.tagName === 'g' || getComputedStyle(around).display === 'inline') continue;
        const b = around.getBoundingClientRect();
        const beside = Math.max(b.left - box.left, box.right - b.right);
        const above = Math.max(b.top - box.top, box.bottom - b.bottom);
        if (turned ? beside > size / 5 || above > 2 : beside > 2 || above > size / 5) {
          found.push(`${said} leaves ${around.tagName}.${around.getAttribute('class')}`);
          break;
        }
      }
    }
  }
  const shared = (a, b, apart = 0) => [
    Math.min(a.right, b.right) - Math.max(a.left, b.left) + apart,
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  ];
  texts.forEach((a, place) => texts.slice(place + 1).forEach(b => {
    const [wide, high] = shared(a.box, b.box, Math.min(a.apart, b.apart));
    if (wide > 1 && high > Math.max(a.size, b.size) / 10 && !(a.cell && a.cell === b.cell))
      found.push(`${a.said} | ${b.said}`);
  }));
  const seen = roots.flatMap(root => [...root.querySelectorAll('i')]);
  for (const bar of seen.map(e => e.getBoundingClientRect())) for (const text of texts) {
    const [wide, high] = shared(bar, text.box);
    if (wide > 1 && high > text.size / 10) found.push(`a bar lies over ${text.said}`);
  }
  drawings.forEach((drawing, place) => drawing.replaceWith(images[place]));
  return found;
}"""


def faults(page: Page, within: str, least: float, exempt: str = "") -> list[str]:
    """What is wrong with the texts of these elements, in words: letters smaller than `least`
    pixels (but for those within `exempt`), texts that leave a box around them up to the element,
    texts that lie over each other or touch, and bars that lie over texts."""
    found: list[str] = page.evaluate(_FOUND, [within, least, exempt])
    return found
