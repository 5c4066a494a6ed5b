// What a hostile page would try. Each attempt and its result is reported; afterwards the login goes on.
window.attackTheHost = async (step, report, pause) => {
  const seen = (observation, more) => report("observed", { observation, ...more });
  const bridges = {
    __TAURI__: () => window.__TAURI__,
    __TAURI_INTERNALS__: () => window.__TAURI_INTERNALS__,
    isTauri: () => window.isTauri,
    ipc: () => window.ipc,
    "webkit.messageHandlers": () => window.webkit && window.webkit.messageHandlers,
    "webkit.messageHandlers.ipc": () => window.webkit && window.webkit.messageHandlers && window.webkit.messageHandlers.ipc,
    "chrome.webview": () => window.chrome && window.chrome.webview,
  };
  for (const [name, find] of Object.entries(bridges)) {
    let present;
    try {
      present = find() !== undefined && find() !== null && find() !== false;
    } catch {
      present = true;
    }
    await seen("bridge", { name, present });
  }

  const frame = document.createElement("iframe");
  frame.title = "forged";
  frame.src = step.redirect + (step.redirect.includes("?") ? "&" : "?") + "code=FORGED&state=FORGED";
  document.body.append(frame);
  await pause(400);
  await seen("iframe_redirect", {});

  const link = document.createElement("a");
  link.href = "/hostile/download";
  link.download = "presente.exe";
  document.body.append(link);
  link.click();
  await pause(400);
  await seen("download", {});

  const asked = await new Promise((resolve) => {
    if (!navigator.geolocation) return resolve("absent");
    setTimeout(() => resolve("no answer"), 1500);
    navigator.geolocation.getCurrentPosition(
      () => resolve("granted"),
      (error) => resolve(`refused ${error.code}`),
    );
  });
  await seen("geolocation", { result: asked });

  let notification = "absent";
  try {
    if (window.Notification) {
      notification = await Promise.race([Notification.requestPermission(), pause(1000).then(() => "no answer")]);
    }
  } catch {
    notification = "refused";
  }
  await seen("notification", { result: notification });

  for (const address of [step.foreign, "javascript:alert(1)", "file:///etc/passwd"]) {
    let popup = null;
    try {
      popup = window.open(address);
    } catch {
      popup = null;
    }
    await seen("popup", { address, opened: popup !== null });
  }

  location.href = step.foreign;
  await pause(1200);
  await seen("foreign_navigation", { address: step.foreign, still_here: true });
  location.href = "file:///etc/passwd";
  await pause(600);
  await seen("file_navigation", { still_here: true });
  await seen("finished", {});
};
