"use strict";
const text = (name, content, style) => {
  const element = document.createElement(name);
  element.textContent = content;
  if (style) element.className = style;
  return element;
};

// Tables: a click on a heading sorts the rows by that column, what has no value last.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (column === 0) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      for (const body of table.tBodies) sort(body, column, down);
    });
  });
}

function sort(body, column, down) {
  const rows = [...body.rows];
  const key = row => {
    const cell = row.cells[column];
    if (!cell || cell.classList.contains("none")) return null;
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  rows.sort((a, b) => {
    const x = key(a), y = key(b);
    if (x === null || y === null) return (x === null) - (y === null);
    const order = typeof x === "number" ? x - y : String(x).localeCompare(String(y));
    return down ? -order : order;
  });
  body.append(...rows);
}

// Data: every table and map can be had as a CSV file.
function offer(place, name, lines) {
  const button = text("button", "CSV", "csv screen");
  button.type = "button";
  button.setAttribute("aria-label", "CSV of " + name);
  button.addEventListener("click", () => {
    const csv = lines().map(line => line.map(cell =>
      '"' + String(cell).replaceAll('"', '""') + '"').join(",") + "\n").join("");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    link.download = name.replace(/[^\p{L}\p{N}]+/gu, "-") + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  place.append(button);
}
for (const table of document.querySelectorAll("table[data-name]")) {
  const cell = one => one.dataset.value !== undefined ? one.dataset.value : one.innerText.trim().replace(/\s*\n\s*/g, "; ");
  const box = table.closest(".scroll");
  const place = box && box.querySelector("figcaption") || document.createElement("div");
  if (!place.isConnected) {
    place.className = "offers";
    (box || table).after(place);
  }
  offer(place, table.dataset.name, () => [...table.rows].map(row => [...row.cells].map(cell)));
}

// Keyboard: what scrolls sideways can be reached.
for (const box of document.querySelectorAll(".scroll")) {
  box.tabIndex = 0;
  if (!box.getAttribute("role")) box.setAttribute("role", "region");
  const named = box.querySelector("caption, figcaption");
  box.setAttribute("aria-label", named ? named.textContent.trim() : "table");
}

// Links into what is folded unfold it, and so does printing.
function reveal(element) {
  for (let at = element && element.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}
addEventListener("hashchange", () => {
  const to = document.getElementById(location.hash.slice(1));
  reveal(to);
  if (to) to.scrollIntoView();
});
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.part:not([open])")].filter(part => !part.closest(".topics"));
  folded.forEach(part => { part.open = true; });
});
addEventListener("afterprint", () => folded.forEach(part => { part.open = false; }));

// Images: sheets and maps show an image under the pointer, and on a click its nearest ones by the chosen encoder.
const island = document.getElementById("images");
if (island) {
  const sets = JSON.parse(island.textContent);
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const COLUMNS = 16;

  const picture = (set, row, large) => {
    const image = document.createElement("span");
    image.className = "pic " + (large === undefined ? "p" : "f") + set;
    const at = large === undefined ? row : large;
    image.style.setProperty("--x", at % COLUMNS);
    image.style.setProperty("--y", Math.floor(at / COLUMNS));
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", label(set, row) + ", " + sets[set].ids[row]);
    return image;
  };
  const label = (set, row) => sets[set].classes[sets[set].labels[row]];
  const hover = (event, set, row) => {
    tip.replaceChildren(picture(set, row), text("b", label(set, row)), text("span", sets[set].ids[row]));
    tip.hidden = false;
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 4)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 4)) + "px";
  };
  const leave = () => { tip.hidden = true; };

  document.querySelectorAll(".sheet").forEach(sheet => {
    const number = Number(sheet.dataset.set);
    const set = sets[number];
    const panel = document.querySelector('.near[data-set="' + number + '"]');
    const select = document.querySelector('select[data-set="' + number + '"]');
    let chosen = -1;
    const line = (title, own, row, near, cosines) => {
      const box = text("div", "", "line");
      box.append(own);
      near.forEach((id, rank) => {
        const figure = document.createElement("figure");
        if (typeof id === "number") {
          figure.append(picture(number, id), text("b", label(number, id)), text("span", set.ids[id], "id"));
          figure.className = set.labels[id] === set.labels[row] ? "same" : "other";
        } else {
          figure.append(text("span", id, "id"));
        }
        figure.append(text("span", "cosine " + (cosines[rank] / 1000).toFixed(3)));
        box.append(figure);
      });
      const part = document.createElement("div");
      part.append(text("h5", title), box);
      return part;
    };
    const own = (row, image, taken) => {
      const figure = text("figure", "", "own");
      figure.append(image, text("b", label(number, row)), text("span", set.ids[row], "id"),
        text("span", taken < 0 ? "not read" : "taken for " + set.classes[taken], "taken"));
      return figure;
    };
    set.show = (row, encoder) => {
      if (encoder !== undefined) select.selectedIndex = encoder;
      chosen = row;
      sheet.querySelectorAll("[aria-pressed=true]").forEach(other => other.setAttribute("aria-pressed", "false"));
      sheet.children[row].setAttribute("aria-pressed", "true");
      const read = set.encoders[select.selectedIndex];
      const flip = set.flips[row];
      panel.replaceChildren(line("As it is", own(row, picture(number, row, flip < 0 ? undefined : flip), read.taken[row]),
        row, read.near[row], read.cosines[row]));
      if (set.named[row] >= 0 && read.with[row] >= 0) {
        const image = picture(number, row, flip < 0 ? undefined : flip + 1);
        const figure = own(row, image, read.with[row]);
        if (read.with[row] !== read.taken[row]) figure.classList.add("flipped");
        if (flip < 0) figure.append(text("span", "(shown without the text)"));
        panel.append(line("With the text \u201c" + set.classes[set.named[row]] + "\u201d"
          + (read.with[row] !== read.taken[row] ? ": flips" : ": does not flip"),
          figure, row, read.withNear[row], read.withCosines[row]));
      }
    };
    set.ids.forEach((id, row) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = row === 0 ? 0 : -1;
      button.setAttribute("aria-pressed", "false");
      button.append(picture(number, row));
      button.addEventListener("click", () => set.show(row));
      button.addEventListener("mousemove", event => hover(event, number, row));
      button.addEventListener("mouseleave", leave);
      sheet.append(button);
    });
    sheet.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 }[event.key];
      const from = [...sheet.children].indexOf(document.activeElement);
      if (step === undefined || from < 0) return;
      event.preventDefault();
      const to = sheet.children[Math.max(0, Math.min(sheet.children.length - 1, from + step))];
      sheet.children[from].tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
      to.click();
    });
    select.addEventListener("change", () => { if (chosen >= 0) set.show(chosen); });
  });

  document.querySelectorAll("svg[data-rows]").forEach(map => {
    const number = Number(map.dataset.set);
    const rows = map.dataset.rows.split(",").map(Number);
    map.querySelectorAll("g use").forEach((point, i) => {
      if (rows[i] < 0) return;
      point.addEventListener("mousemove", event => hover(event, number, rows[i]));
      point.addEventListener("mouseleave", leave);
      point.addEventListener("click", () => {
        const panel = document.querySelector('.near[data-set="' + number + '"]');
        reveal(panel);
        sets[number].show(rows[i], Number(map.dataset.encoder));
        panel.scrollIntoView({ block: "center" });
      });
    });
  });
}

// The points of a map, in the units of its drawing.
document.querySelectorAll(".maps svg").forEach(map => {
  const points = [...map.querySelectorAll("g use")];
  if (points.length === 0) return;
  const sets = island ? JSON.parse(island.textContent) : [];
  const rows = (map.dataset.rows || "").split(",");
  const set = sets[map.dataset.set];
  const legend = [...map.closest(".maps").parentElement.querySelectorAll(".legend li")].map(item => item.textContent);
  offer(map.parentElement.querySelector("figcaption"), map.getAttribute("aria-label"), () => [["id", "class", "x", "y"],
    ...points.map((point, i) => [set && rows[i] >= 0 ? set.ids[rows[i]] : "",
      legend[Number(point.getAttribute("href").slice(2))], point.getAttribute("x"), point.getAttribute("y")])]);
});
