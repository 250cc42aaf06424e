/* canvas[data-chart="id"]: draws the figures of the json_script with that id. Chart.js is fetched only when a chart comes
   into view; the table under it holds the same figures and opens when the chart cannot be drawn. */
(function () {
  "use strict";
  const source = document.currentScript.dataset.chartSrc;
  let library = null;

  function load() {
    library = library || new Promise(function (done, fail) {
      const script = document.createElement("script");
      script.src = source;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    });
    return library;
  }

  const style = getComputedStyle(document.documentElement);
  function colour(name) { return style.getPropertyValue(name).trim(); }
  const TONES = { main: "--chart-1", late: "--late", soon: "--gold", ok: "--ok", calm: "--calm", none: "--chart-5", before: "--chart-before" };
  function tone(name, index) {
    if (name && TONES[name]) return colour(TONES[name]);
    return colour("--chart-" + name) || colour("--chart-" + ((index % 6) + 1));
  }

  function dataset(series, index, kind, labels) {
    const fill = tone(series.tone, index);
    const many = kind === "doughnut";
    return {
      label: series.label,
      data: series.values,
      backgroundColor: many ? labels.map(function (_, at) { return tone((series.tones || [])[at], at); }) : fill,
      borderColor: kind === "line" ? fill : colour("--surface"),
      borderWidth: kind === "line" ? 2 : many ? 2 : 0,
      borderRadius: kind === "line" ? 0 : 3,
      borderDash: series.dashed ? [5, 4] : [],
      pointRadius: kind === "line" ? 3 : 0,
      tension: 0.2,
      maxBarThickness: 34,
    };
  }

  function options(data, kind) {
    const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const words = function (value) { return numbers.format(value) + (data.percent ? "%" : ""); };
    const across = Boolean(data.horizontal);
    const stacked = data.type === "stacked";
    const value = { beginAtZero: true, stacked: stacked, border: { display: false }, grid: { color: colour("--line-soft") }, ticks: { callback: words, precision: data.percent ? undefined : 0 } };
    if (data.percent) value.suggestedMax = 100;
    const names = { stacked: stacked, grid: { display: false }, ticks: { autoSkip: !across } };
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350 },
      indexAxis: across ? "y" : "x",
      interaction: { mode: "index", intersect: false, axis: across ? "y" : "x" },
      scales: kind === "doughnut" ? {} : { x: across ? value : names, y: across ? names : value },
      plugins: {
        legend: { display: kind === "doughnut" || data.series.length > 1, position: kind === "doughnut" ? "right" : "top", align: "start", labels: { boxWidth: 12, boxHeight: 12, padding: 12 } },
        tooltip: {
          backgroundColor: colour("--nav"), padding: 9, cornerRadius: 6, boxPadding: 4,
          callbacks: {
            label: function (item) {
              const name = kind === "doughnut" ? item.label : item.dataset.label;
              return " " + name + ": " + words(kind === "doughnut" ? item.parsed : item.parsed[across ? "x" : "y"]);
            },
          },
        },
      },
    };
  }

  function draw(canvas) {
    const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
    const kind = data.type === "stacked" ? "bar" : data.type;
    const Chart = window.Chart;
    Chart.defaults.font.family = style.getPropertyValue("--bs-body-font-family");
    Chart.defaults.font.size = 12;
    Chart.defaults.color = colour("--ink-2");
    new Chart(canvas, {
      type: kind,
      data: { labels: data.labels, datasets: data.series.map(function (series, index) { return dataset(series, index, kind, data.labels); }) },
      options: options(data, kind),
    });
  }

  function table(canvas) {
    return canvas.closest(".chart").parentElement.querySelector("[data-chart-table]");
  }
  function start(canvas) {
    load().then(function () { draw(canvas); }, function () {
      canvas.closest(".chart").classList.add("failed");
      const figures = table(canvas);
      if (figures) figures.open = true;
    });
  }

  const seen = new WeakSet();
  function prepare(root) {
    root.querySelectorAll("canvas[data-chart]").forEach(function (canvas) {
      if (seen.has(canvas)) return;
      seen.add(canvas);
      const figures = table(canvas);
      if (figures) figures.open = false;
      const watch = new IntersectionObserver(function (entries) {
        if (!entries.some(function (entry) { return entry.isIntersecting; })) return;
        watch.disconnect();
        start(canvas);
      }, { rootMargin: "300px" });
      watch.observe(canvas);
    });
  }
  // Paper shows the figures too.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-chart-table]").forEach(function (figures) { figures.open = true; });
  });
  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
  prepare(document);
})();
