#include "report/attention_page_assets.h"

namespace nmt {

// All text reaches the page through textContent or an attribute, never as markup.
const std::string_view attention_page_script = R"js("use strict";
(() => {
const svgNamespace = "http://www.w3.org/2000/svg";
const wordStart = "\u2581";  // sentencepiece's mark
const articles = [...document.querySelectorAll("article")];
const tooltip = document.getElementById("tooltip");
const pen = document.createElement("canvas").getContext("2d");
const family = getComputedStyle(document.body).fontFamily;
const clamp = (low, value, high) => Math.max(low, Math.min(high, value));

function draw(parent, name, attributes, text) {
  const made = document.createElementNS(svgNamespace, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function widthOf(text, size) {
  pen.font = "600 " + size + "px " + family;
  return pen.measureText(text).width;
}

// ---- tokens -----------------------------------------------------------------------------------------------------

const isSpecial = token => /^<[^<>]+>$/.test(token);

// The marks say something only where some words are split and others are not; else they are left out.
function labelsOf(tokens) {
  const inner = tokens.slice(1).filter(token => !isSpecial(token) && !/^\p{P}+$/u.test(token));
  const marked = inner.filter(token => token.startsWith(wordStart)).length;
  const showsMarks = marked > 0 && marked < inner.length;
  return tokens.map(token => {
    const starts = token.startsWith(wordStart);
    const bare = token.replace(/^\u2581/, "").replaceAll(wordStart, " ").trim();
    const letters = Array.from(bare);
    const text = bare === "" ? "\u2423" : letters.length > 18 ? letters.slice(0, 17).join("") + "\u2026" : bare;
    return {text, mark: showsMarks && starts && bare !== "", special: isSpecial(token), full: bare === "" ? "\u2423" : bare};
  });
}

const labelWidth = (label, size) => widthOf((label.mark ? "_" : "") + label.text, size);
const widest = (labels, size) => Math.max(...labels.map(label => labelWidth(label, size)));

function drawLabel(parent, label, size, anchor, x, y, turn) {
  const transform = "translate(" + x.toFixed(1) + " " + y.toFixed(1) + ")" + (turn ? " rotate(" + turn + ")" : "");
  const text = draw(parent, "text", {class: "token" + (label.special ? " special" : ""), "font-size": size,
                                     "text-anchor": anchor, transform});
  if (label.mark) draw(text, "tspan", {class: "mark"}, "_");
  draw(text, "tspan", {}, label.text);
  return text;
}

const percent = logProbability => (100 * Math.exp(logProbability)).toFixed(1) + " %";
const decimals = weight => weight === null ? "not a number" : (weight / 1000).toFixed(3);

// ---- the heat map: source across, target down -------------------------------------------------------------------

function drawHeat(figure, data, src, tgt, width) {
  const columns = src.length, rows = tgt.length;
  const asideWidth = data.p ? 46 : 0;
  const left = Math.ceil(widest(tgt, 14)) + 12;
  const cell = clamp(12, Math.floor((width - left - asideWidth - 40) / columns), columns <= 12 ? 42 : 30);
  const tall = Math.min(cell, 34);
  const size = cell >= 24 ? 14 : cell >= 18 ? 12.5 : cell >= 14 ? 11 : 10;
  const isFlat = widest(src, size) <= cell - 4;
  const slope = isFlat ? 0 : cell >= 22 ? -50 : -90;
  const lean = slope * Math.PI / 180, long = widest(src, size);
  const top = Math.ceil(isFlat ? size + 10 : -long * Math.sin(lean) + size * Math.cos(lean) + 10);
  const end = src[columns - 1];
  const overhang = isFlat ? 0 : Math.max(0, labelWidth(end, size) * Math.cos(lean) + size - cell / 2);
  const svg = draw(figure, "svg", {width: Math.ceil(left + columns * cell + Math.max(asideWidth, overhang) + 4),
                                   height: top + rows * tall + 4, role: "img",
                                   "aria-label": "heat map of " + rows + " by " + columns + " attention weights"});
  const gap = cell >= 20 ? 1 : 0.5;
  const box = (i, j, name, more) => draw(svg, "rect", {class: name, x: left + j * cell + gap / 2, y: top + i * tall + gap / 2,
    width: cell - gap, height: tall - gap, rx: cell >= 20 ? 2.5 : 0, ...more});
  const showsNumbers = cell >= 32;
  draw(svg, "rect", {class: "ground", x: left, y: top, width: columns * cell, height: rows * tall, rx: 3});
  for (let i = 0; i < rows; ++i) {
    for (let j = 0; j < columns; ++j) {
      const weight = data.w[i][j];
      if (weight === null) box(i, j, "broken", {});
      else if (weight >= 4) box(i, j, "cell", {"fill-opacity": weight / 1000});
      if (showsNumbers && weight >= 10)
        draw(svg, "text", {class: "number" + (weight > 520 ? " over" : ""), "font-size": 11,
                           x: left + (j + .5) * cell, y: top + (i + .5) * tall + 4}, (weight / 1000).toFixed(2));
    }
    if (data.p && data.p[i] !== null)
      draw(svg, "text", {class: "aside", "font-size": Math.min(11, tall - 2), x: left + columns * cell + 7,
                         y: top + (i + .5) * tall + 4}, percent(data.p[i]).replace(/\.\d/, ""));
  }
  const across = src.map((label, j) => {
    const x = left + (j + .5) * cell;
    if (isFlat) return drawLabel(svg, label, size, "middle", x, top - 7, 0);
    return drawLabel(svg, label, size, "start", x + (slope === -90 ? size * .36 : size * .25), top - 5, slope);
  });
  const down = tgt.map((label, i) => drawLabel(svg, label, Math.min(size, 14), "end", left - 7, top + (i + .5) * tall + size * .36, 0));
  const rowBand = draw(svg, "rect", {class: "band", x: left, width: columns * cell, y: 0, height: tall, rx: 3});
  const columnBand = draw(svg, "rect", {class: "band", y: top, height: rows * tall, x: 0, width: cell, rx: 3});
  return {
    svg,
    // Which cell or label lies under a point of the picture; -1: none.
    at(x, y) {
      const i = Math.floor((y - top) / tall), j = Math.floor((x - left) / cell);
      return {i: i >= 0 && i < rows ? i : -1, j: j >= 0 && j < columns && x >= left ? j : -1};
    },
    choose(i, j) {
      rowBand.classList.toggle("on", i >= 0);
      columnBand.classList.toggle("on", j >= 0);
      if (i >= 0) rowBand.setAttribute("y", top + i * tall);
      if (j >= 0) columnBand.setAttribute("x", left + j * cell);
      across.forEach((text, index) => text.classList.toggle("on", index === j));
      down.forEach((text, index) => text.classList.toggle("on", index === i));
    },
  };
}

// ---- the two-row line view: source above, target below ----------------------------------------------------------

// The centres of one row's tokens: as wide as the words need, spread over `width` when there is room.
function placesOf(widths, width) {
  const room = width - widths.reduce((sum, each) => sum + each, 0);
  const gap = room / widths.length;
  let x = gap / 2;
  return widths.map(each => {
    const centre = x + each / 2;
    x += each + gap;
    return centre;
  });
}

function drawLines(figure, data, src, tgt, width) {
  const size = 15, most = Math.max(src.length, tgt.length);
  const widths = labels => labels.map(label => labelWidth(label, size) + 16);
  const need = Math.max(...[src, tgt].map(labels => widths(labels).reduce((sum, each) => sum + each, 0)));
  const isFlat = need <= width;
  const small = isFlat ? size : 12.5;
  const total = isFlat ? Math.min(width, Math.max(need * 1.15, 260)) : Math.max(15 * most, Math.min(width, 34 * most));
  const centres = labels => isFlat ? placesOf(widths(labels), total) : placesOf(labels.map(() => 1), total);
  const above = isFlat ? 26 : Math.ceil(widest(src, small)) + 10, below = isFlat ? 26 : Math.ceil(widest(tgt, small)) + 10;
  const drop = clamp(130, total * .3, 230);
  const height = above + drop + below;
  const svg = draw(figure, "svg", {width: Math.ceil(total), height, role: "img", "aria-label": "line view of the attention weights"});
  const xs = centres(src), xt = centres(tgt);
  const plate = (x, labels, index, y) => {
    const wide = isFlat ? labelWidth(labels[index], small) + 10 : Math.min(16, total / labels.length);
    const tall = isFlat ? 22 : labelWidth(labels[index], small) + 6;
    return draw(svg, "rect", {class: "plate", x: x - wide / 2, y: y(tall), width: wide, height: tall, rx: 4});
  };
  const srcPlates = xs.map((x, j) => plate(x, src, j, tall => above - tall));
  const tgtPlates = xt.map((x, i) => plate(x, tgt, i, () => height - below));
  const links = [];
  data.w.forEach((row, i) => row.forEach((weight, j) => {
    if (weight === null || weight < 15) return;  // invisible, and there are many of them
    const share = weight / 1000;
    links.push({i, j, weight, line: draw(svg, "line", {class: "link", x1: xs[j].toFixed(1), y1: above + 3, x2: xt[i].toFixed(1),
      y2: height - below - 3, "stroke-width": (.6 + 5.4 * share).toFixed(2), "stroke-opacity": (.06 + .84 * share).toFixed(3)})});
  }));
  const shift = small * .36;
  const across = src.map((label, j) => isFlat ? drawLabel(svg, label, small, "middle", xs[j], above - 7, 0)
                                              : drawLabel(svg, label, small, "start", xs[j] + shift, above - 3, -90));
  const down = tgt.map((label, i) => isFlat ? drawLabel(svg, label, small, "middle", xt[i], height - 9, 0)
                                            : drawLabel(svg, label, small, "end", xt[i] + shift, height - below + 3, -90));
  const nearest = (centresOfRow, x) => {
    let best = 0;
    centresOfRow.forEach((centre, index) => { if (Math.abs(centre - x) < Math.abs(centresOfRow[best] - x)) best = index; });
    return best;
  };
  return {
    svg,
    at(x, y) {
      if (y <= above + 8) return {i: -1, j: nearest(xs, x)};
      if (y >= height - below - 8) return {i: nearest(xt, x), j: -1};
      return {i: -1, j: -1};
    },
    choose(i, j) {
      svg.classList.toggle("choosing", i >= 0 || j >= 0);
      // A whole row is chosen for a target token or a cell, a column only for a source token.
      const isChosen = link => i >= 0 ? link.i === i : link.j === j;
      for (const each of [...srcPlates, ...tgtPlates]) each.style.opacity = 0;
      for (const link of links) {
        const isOn = isChosen(link);
        link.line.classList.toggle("on", isOn);
        if (isOn) (i >= 0 ? srcPlates[link.j] : tgtPlates[link.i]).style.opacity = .45 * link.weight / 1000;
      }
      across.forEach((text, index) => text.classList.toggle("on", index === j));
      down.forEach((text, index) => text.classList.toggle("on", index === i));
    },
  };
}

// ---- one sentence -----------------------------------------------------------------------------------------------

function strongest(pairs) {
  return pairs.filter(pair => pair[1] !== null && pair[1] >= 5).sort((a, b) => b[1] - a[1]).slice(0, 5)
    .map(pair => decimals(pair[1]) + "  " + pair[0]).join("\n");
}

function describe(data, src, tgt, i, j) {
  if (i >= 0 && j >= 0) return tgt[i].full + " \u2190 " + src[j].full + "\n" + decimals(data.w[i][j]);
  if (i >= 0) {
    const sure = data.p && data.p[i] !== null ? "  (probability " + percent(data.p[i]) + ")" : "";
    return tgt[i].full + sure + "\nlooked at\n" + strongest(src.map((label, index) => [label.full, data.w[i][index]]));
  }
  return src[j].full + "\nwas looked at by\n" + strongest(tgt.map((label, index) => [label.full, data.w[index][j]]));
}

// Above the pointer where the interesting things lie below it.
function showTooltip(text, event, isAbove) {
  tooltip.textContent = text;
  tooltip.hidden = false;
  const x = event.clientX + 16, y = event.clientY + 18;
  tooltip.style.left = Math.max(4, Math.min(x, innerWidth - tooltip.offsetWidth - 8)) + "px";
  const above = event.clientY - tooltip.offsetHeight - 10;
  tooltip.style.top = (above >= 4 && (isAbove || y + tooltip.offsetHeight > innerHeight) ? above : y) + "px";
}

function drawFigure(article) {
  const figure = article.querySelector(".figure");
  if (!figure || figure.classList.contains("drawn")) return;
  const data = JSON.parse(article.querySelector("script").textContent);
  const src = labelsOf(data.s), tgt = labelsOf(data.t);
  const width = figure.clientWidth;
  const boxes = [0, 1].map(() => {
    const box = document.createElement("div");
    box.className = "view";
    figure.append(box);
    return box;
  });
  const heat = drawHeat(boxes[0], data, src, tgt, width);
  // Beside the heat map where the words fit there, else below it over the whole width.
  const beside = width - heat.svg.width.baseVal.value - 40;
  const words = Math.max(...[src, tgt].map(labels => labels.reduce((sum, label) => sum + labelWidth(label, 15) + 16, 0)));
  const isBeside = words <= beside;
  boxes[1].classList.toggle("beside", isBeside);
  const lines = drawLines(boxes[1], data, src, tgt, isBeside ? Math.min(beside, 760) : width);
  for (const view of [heat, lines]) {
    const leave = () => { heat.choose(-1, -1); lines.choose(-1, -1); tooltip.hidden = true; };
    const point = event => {
      const frame = view.svg.getBoundingClientRect();
      const {i, j} = view.at(event.clientX - frame.left, event.clientY - frame.top);
      if (i < 0 && j < 0) return leave();
      heat.choose(i, j);
      lines.choose(i, j);
      showTooltip(describe(data, src, tgt, i, j), event, i < 0);
    };
    view.svg.addEventListener("pointermove", point);
    view.svg.addEventListener("pointerdown", point);
    view.svg.addEventListener("pointerleave", leave);
  }
  figure.classList.add("drawn");
}

// A picture that is far away is forgotten, but its place is kept: thousands of sentences stay light.
function forgetFigure(article) {
  const figure = article.querySelector(".figure.drawn");
  if (!figure) return;
  figure.style.minHeight = figure.offsetHeight + "px";
  figure.classList.remove("drawn");
  figure.replaceChildren();
}

const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) (entry.isIntersecting ? drawFigure : forgetFigure)(entry.target);
}, {rootMargin: "1200px 0px"});
articles.slice(0, 3).forEach(drawFigure);  // at once, for the first sight of the page
articles.forEach(article => watcher.observe(article));

// ---- the list and the search ------------------------------------------------------------------------------------

const list = document.getElementById("list"), search = document.getElementById("search"), found = document.getElementById("found");
const entries = articles.map((article, index) => {
  const source = article.querySelector(".source").textContent;
  const item = document.createElement("li"), link = document.createElement("a");
  const number = document.createElement("b"), words = document.createElement("bdi");
  number.textContent = index + 1;
  words.textContent = source.slice(0, 120);
  link.href = "#" + article.id;
  link.append(number, words);
  item.append(link);
  return {article, item, link, text: (source + "\n" + article.querySelector(".translation").textContent).toLowerCase()};
});
list.append(...entries.map(entry => entry.item));

function filter() {
  const wanted = search.value.trim().toLowerCase();
  let count = 0;
  for (const entry of entries) {
    const isFound = entry.text.includes(wanted);
    entry.item.hidden = entry.article.hidden = !isFound;
    count += isFound;
  }
  found.textContent = wanted === "" ? "" : count + " of " + entries.length;
}
search.addEventListener("input", filter);
filter();

function markHere() {
  for (const entry of entries) entry.link.classList.toggle("here", location.hash === "#" + entry.article.id);
}
addEventListener("hashchange", markHere);
markHere();

let resizing = 0, drawnWidth = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === drawnWidth) return;
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    drawnWidth = innerWidth;
    for (const article of articles) {
      const figure = article.querySelector(".figure.drawn");
      if (!figure) continue;
      forgetFigure(article);
      figure.style.minHeight = "";
      drawFigure(article);
    }
  }, 150);
});
addEventListener("beforeprint", () => articles.filter(article => !article.hidden).slice(0, 200).forEach(drawFigure));
})();
)js";

}  // namespace nmt
