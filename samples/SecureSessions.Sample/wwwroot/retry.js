// For the page of an outage: asks at intervals whether this node can serve, and reloads the page as soon as it can.
const { retryAfter } = document.querySelector('[data-retry-after]').dataset;
setInterval(async () => {
  const answer = await fetch('/readyz', { cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok)
    location.reload();
}, 1000 * Math.max(1, retryAfter));
