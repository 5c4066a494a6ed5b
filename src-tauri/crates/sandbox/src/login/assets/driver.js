// Carries out the orders that the simulator wrote into the page, and reports each of them.
(() => {
  const orders = JSON.parse(document.getElementById("orders").textContent);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const report = (event, more) =>
    fetch("/__control/reports", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ scenario: orders.scenario, page: orders.page, event, ...more }),
    }).catch(() => undefined);
  const act = {
    fill: (step) => {
      const input = document.querySelector(step.target);
      input.focus();
      input.value = step.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
    click: (step) => document.querySelector(step.target).click(),
    wait: (step) => pause(step.ms),
    attack: (step) => window.attackTheHost(step, report, pause),
  };
  const drive = async () => {
    await report("shown", { title: document.title });
    for (const step of orders.steps) {
      await pause(orders.pace);
      if (step.act === "click") await report("clicking", { target: step.target });
      await act[step.act](step);
    }
    if (orders.steps.length === 0) await report("waiting", {});
  };
  window.addEventListener("load", () => void drive());
})();
