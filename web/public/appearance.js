// Runs before the first paint, so that a page whose owner chose how it looks never shows itself otherwise. What is
// chosen is written by src/styles/appearance.ts.
(function applyAppearance() {
  try {
    for (var name of ['theme', 'density', 'motion']) {
      var chosen = localStorage.getItem('continuo:' + name);
      if (chosen) document.documentElement.dataset[name] = chosen;
    }
  } catch {
    // The browser keeps nothing for this page: it looks as it comes.
  }
})();
