// Runs before the first paint, so that a page whose owner chose a theme never shows the other one.
(function applyTheme() {
  try {
    var theme = localStorage.getItem('continuo:theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // The browser keeps nothing for this page: it looks like the system.
  }
})();
