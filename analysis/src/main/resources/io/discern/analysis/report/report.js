"use strict";
// Tables: a click on a heading sorts the rows of each part by that column, what has no value last.
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
  const set = rows[0].querySelector("th[rowspan]"); // names the part, in front of whatever row is first
  if (set) set.remove();
  const key = row => {
    const cell = row.cells[set ? column - 1 : column];
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
  if (set) rows[0].prepend(set);
}

// Images: sheets and maps show an image under the pointer, and on a click its nearest ones by the chosen encoder.
const island = document.getElementById("images");
if (island) {
  const sets = JSON.parse(island.textContent);
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  document.body.append(tip);

  const picture = (set, row) => {
    const image = document.createElement("img");
    image.src = set.pictures[row];
    image.alt = set.labels[row] + ", " + set.ids[row];
    return image;
  };
  const text = (name, content) => {
    const element = document.createElement(name);
    element.textContent = content;
    return element;
  };
  const hover = (event, set, row) => {
    tip.replaceChildren(picture(set, row), text("b", set.labels[row]), text("span", set.ids[row]));
    tip.hidden = false;
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 4)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 4)) + "px";
  };
  const leave = () => { tip.hidden = true; };

  document.querySelectorAll(".sheet").forEach(sheet => {
    const set = sets[sheet.dataset.set];
    const panel = document.querySelector('.near[data-set="' + sheet.dataset.set + '"]');
    const select = document.querySelector('select[data-set="' + sheet.dataset.set + '"]');
    let chosen = -1;
    set.show = (row, encoder) => {
      if (encoder !== undefined) select.value = encoder;
      chosen = row;
      sheet.querySelectorAll("[aria-pressed=true]").forEach(other => other.setAttribute("aria-pressed", "false"));
      sheet.children[row].setAttribute("aria-pressed", "true");
      const read = set.encoders[select.value];
      const own = document.createElement("figure");
      own.append(picture(set, row), text("b", set.labels[row]), text("span", set.ids[row]),
        text("span", read.taken[row] === null ? "not read" : "taken for " + read.taken[row]));
      panel.replaceChildren(own);
      (read.near[row] || []).forEach((near, rank) => {
        const figure = document.createElement("figure");
        if (typeof near === "number") {
          figure.append(picture(set, near), text("b", set.labels[near]), text("span", set.ids[near]));
          figure.className = set.labels[near] === set.labels[row] ? "same" : "other";
        } else {
          figure.append(text("span", near));
        }
        figure.append(text("span", "cosine " + read.cosines[row][rank]));
        panel.append(figure);
      });
    };
    set.ids.forEach((id, row) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.append(picture(set, row));
      button.addEventListener("click", () => set.show(row));
      button.addEventListener("mousemove", event => hover(event, set, row));
      button.addEventListener("mouseleave", leave);
      sheet.append(button);
    });
    select.addEventListener("change", () => { if (chosen >= 0) set.show(chosen); });
  });

  document.querySelectorAll("svg[data-rows]").forEach(map => {
    const set = sets[map.dataset.set];
    const rows = map.dataset.rows.split(",").map(Number);
    map.querySelectorAll("g path").forEach((point, i) => {
      if (rows[i] < 0) return;
      point.addEventListener("mousemove", event => hover(event, set, rows[i]));
      point.addEventListener("mouseleave", leave);
      point.addEventListener("click", () => {
        set.show(rows[i], map.dataset.encoder);
        document.querySelector('.near[data-set="' + map.dataset.set + '"]').scrollIntoView({ block: "center" });
      });
    });
  });
}
