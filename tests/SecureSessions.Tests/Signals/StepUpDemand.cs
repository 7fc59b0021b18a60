using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Signals;

/// <summary>Raises a demand for a step-up in the session of a browser. The signals themselves have their own tests.</summary>
internal static class StepUpDemand
{
    public static async Task RaiseAsync(SessionHost host, Browser browser)
    {
        Assert.True(SessionToken.TryParse(browser.Token, out SessionToken token));
        LoadedSession session = (await host.Services.GetRequiredService<SessionLifecycle>().LoadAsync(token, passive: true)).Session!;
        var context = SessionCipher.Context.Of(session.Record);
        ReplaceStatus status = await host.Store.Inner.ReplaceAsync(
            new SessionReplacement
            {
                Id = session.Record.Id,
                ExpectedVersion = session.Record.Version,
                Payload = host.Services.GetRequiredService<SessionCipher>().SealPayload(
                    token.Secret, context.Next(), session.Payload with { NeedsStepUp = true }),
            },
            CancellationToken.None);
        Assert.Equal(ReplaceStatus.Replaced, status);
    }
}
