// A form whose text was kept over the end of its session is sent in the next one, and needs a token of that (docs/session-timeout.md).
document.addEventListener('session-resumed', async () => {
  const token = await (await fetch('/form-token')).text();
  for (const field of document.getElementsByName('__RequestVerificationToken'))
    field.value = token;
});
