using SecureSessions.Sample;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleSignedOutTests : IAsyncDisposable
{
    private readonly SampleSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public void Every_reason_has_words_of_its_own()
    {
        SessionEndReason[] reasons = Enum.GetValues<SessionEndReason>();
        Assert.Equal(reasons.Length, reasons.Select(EndReasonText.Title).Distinct().Count());
        Assert.Equal(reasons.Length, reasons.Select(EndReasonText.Explain).Distinct().Count());
    }

    [Fact]
    public void Every_event_has_words_of_its_own_unless_it_is_for_operators()
    {
        SessionEventType[] forOperators =
        [
            SessionEventType.TokenRejected,
            SessionEventType.DecryptionFailed,
            SessionEventType.LoadFailed,
            SessionEventType.CommitFailed,
            SessionEventType.ChangesDropped,
            SessionEventType.FloodDetected,
        ];
        foreach (SessionEventType type in Enum.GetValues<SessionEventType>())
        {
            var e = new SecureSessionEvent
            {
                Type = type,
                At = _site.Clock.GetUtcNow(),
                Reason = SessionEndReason.Limit,
                Origin = new(null, null, null),
            };
            Assert.Equal((type, forOperators.Contains(type)), (type, EventText.Of(e) == e.Name));
        }
    }

    [Fact]
    public async Task After_a_sign_out_there_is_nothing_more_to_say()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        await SampleSite.LogOutAsync(browser);
        Assert.Contains("You have signed out.", (await browser.GetAsync("/signed-out")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_is_told_so()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        Assert.Contains("in a session that goes on", (await browser.GetAsync("/signed-out")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task Who_was_idle_for_too_long_is_told_so_there_and_at_the_login()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(21));

        Assert.Contains("You were inactive for too long", (await browser.GetAsync("/signed-out")).Body, StringComparison.Ordinal);
        Assert.Contains("You were inactive for too long", (await browser.GetAsync("/login")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task The_sixth_sign_in_ends_the_oldest_session_which_is_told_why()
    {
        using Browser oldest = await _site.NewSignedInBrowserAsync();
        for (int i = 0; i < 4; i++)
            await _site.NewSignedInBrowserAsync();
        Assert.Contains("id=\"visits\"", (await oldest.GetAsync("/account")).Body, StringComparison.Ordinal);

        using Browser sixth = await _site.NewSignedInBrowserAsync();

        Assert.Contains("one device too many", (await oldest.GetAsync("/signed-out")).Body, StringComparison.Ordinal);
        Assert.Contains("More than 5 devices", (await sixth.GetAsync("/security")).Body, StringComparison.Ordinal);
    }
}
