// What a test sets and sees. The page's own code is live.js.
const test = new URLSearchParams(location.search);
const seen = [];
const heard = [];

const show = text => {
  seen.push(text);
  document.querySelector('#state').textContent = text;
};

const { withUrl, build } = signalR.HubConnectionBuilder.prototype;

signalR.HubConnectionBuilder.prototype.withUrl = function (url) {
  return withUrl.call(this, url, { transport: Number(test.get('transport')) });
};

signalR.HubConnectionBuilder.prototype.build = function () {
  if (test.has('stateful'))
    this.withStatefulReconnect();
  window.connection = build.call(this);
  window.connection.on('Tell', text => heard.push(text));
  window.connection.onreconnecting(error => seen.push(`onreconnecting(${error})`));
  window.connection.onclose(error => seen.push(`onclose(${error})`));
  return window.connection;
};
