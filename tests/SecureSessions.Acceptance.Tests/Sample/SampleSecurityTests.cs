using SecureSessions.Sample;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleSecurityTests : IAsyncDisposable
{
    // One for each test: they look at all that has happened.
    private readonly SampleSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task What_happened_to_the_account_is_shown_and_nothing_of_others()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        await SampleSite.LogOutAsync(browser);
        using Browser again = await _site.NewSignedInBrowserAsync();
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");

        string alices = (await again.GetAsync("/security")).Body;
        string admins = (await admin.GetAsync("/security")).Body;

        Assert.Equal((2, 1), (CountOf("<th scope=\"row\">Signed in</th>", alices), CountOf("<th scope=\"row\">Signed out</th>", alices)));
        Assert.Equal((1, 0), (CountOf("<th scope=\"row\">Signed in</th>", admins), CountOf("<th scope=\"row\">Signed out</th>", admins)));
    }

    [Fact]
    public async Task Sessions_that_have_ended_are_listed_with_the_reason()
    {
        using Browser idle = await _site.NewSignedInBrowserAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(21));
        using Browser browser = await _site.NewSignedInBrowserAsync();

        await Poll.UntilAsync(
            async () =>
                (await browser.GetAsync("/security")).Body.Contains(
                    "<td data-label=\"Why\">Inactive for too long</td>", StringComparison.Ordinal),
            "the session that timed out is in the history");
    }

    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task A_sign_in_from_a_new_device_is_noticed_and_the_first_one_ever_is_not()
    {
        using Browser browser = await _site.NewSignedInBrowserAsync();
        Assert.DoesNotContain("A new device", (await browser.GetAsync("/security")).Body, StringComparison.Ordinal);
        using Browser phone = _site.NewBrowser();
        phone.UserAgent =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 "
            + "Safari/604.1";

        await SampleSite.LogInAsync(phone, "alice", "Wonderland-7-teapots");

        Assert.Contains(
            "A new device signed in to your account: <strong>Safari on iPhone</strong>",
            (await browser.GetAsync("/security")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_fifty_events_of_a_user_are_kept_and_the_newest_is_in_front()
    {
        var recent = new RecentEvents();
        for (int i = 0; i < 60; i++)
        {
            var created = new SecureSessionEvent
            {
                Type = SessionEventType.Created,
                At = _site.Clock.GetUtcNow(),
                UserId = "alice",
                Detail = $"{i}",
                Origin = new(null, null, null),
            };
            await recent.HandleAsync(created, default);
        }

        Assert.Equal(Enumerable.Range(10, 50).Reverse().Select(static i => $"{i}"), recent.Of("alice").Select(static e => e.Detail));
        Assert.Empty(recent.Of("admin"));
    }

    private static int CountOf(string text, string body) => body.Split(text).Length - 1;
}
