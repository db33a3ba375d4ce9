// Runs before the first paint, so that a page whose owner chose a theme never shows the other one.
(function applyTheme() {
  var theme = localStorage.getItem('continuo:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
