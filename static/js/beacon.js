// Tells our own server that this page was shown. Keeps and reads nothing on the device.
(({ dataset }) => {
  const send = () => {
    const hit = new URLSearchParams({
      p: location.pathname,
      r: document.referrer,
      i: dataset.page || document.body.dataset.page || "",
    });
    const marks = new URLSearchParams(location.search);
    for (const name of ["utm_source", "utm_medium", "utm_campaign"]) {
      if (marks.get(name)) hit.set(name, marks.get(name));
    }
    navigator.sendBeacon("/t/", hit);
  };
  // A page made ready in advance counts when it is shown; one come back to counts once more.
  if (document.prerendering) addEventListener("prerenderingchange", send, { once: true });
  else send();
  addEventListener("pageshow", (event) => event.persisted && send());
})(document.currentScript);
