// #region client
const connection = new signalR.HubConnectionBuilder()
  .withUrl('/hub')
  .withAutomaticReconnect([0, 2000, 5000])
  .build();

connection.onreconnecting(() => show('Connecting again'));
connection.onreconnected(() => show('Connected'));
connection.onclose(async () => {
  const answer = await fetch('/session/status').catch(() => null);
  const status = answer?.ok ? await answer.json() : null;
  show(status && !status.signedIn ? 'Signed out' : 'Not connected');
});

await connection.start();
show('Connected');
// #endregion
