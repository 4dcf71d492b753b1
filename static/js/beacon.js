// Tells our own server that this page was shown. Keeps and reads nothing on the device.
(({ dataset }) => {
  const send = () => {
    const hit = new URLSearchParams({
      p: location.pathname,
      r: document.referrer,
      i: dataset.page || document.body.dataset.page || "",
    });
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name.startsWith("utm_")) hit.set(name, value);
    }
    navigator.sendBeacon("/t/", hit);
  };
  // A page made ready in advance counts when it is shown; one come back to counts once more.
  if (document.prerendering) addEventListener("prerenderingchange", send, { once: true });
  else send();
  addEventListener("pageshow", (event) => event.persisted && send());
})(document.currentScript);
