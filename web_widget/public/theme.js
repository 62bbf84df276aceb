(function () {
  try {
    var theme = localStorage.getItem("panoramix.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    var locale = localStorage.getItem("panoramix.locale") || navigator.language || "en";
    document.documentElement.lang = locale.slice(0, 2) === "fr" ? "fr" : "en";
  } catch (_) {
    // Storage can be refused (private mode): the system's theme applies.
  }
})();
