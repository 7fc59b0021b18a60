// A form whose text was kept when its session ended is sent in the next session, and needs a form token of that session (docs/session-timeout.md).
document.addEventListener('session-resumed', async () => {
  const token = await (await fetch('/form-token')).text();
  for (const field of document.getElementsByName('__RequestVerificationToken'))
    field.value = token;
});
