using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleAdminTests : IAsyncDisposable
{
    // One for each test: they change roles.
    private readonly SampleSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_new_role_is_there_with_the_next_request_of_a_session_that_was_open()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser alice = await _site.NewSignedInBrowserAsync();
        string id = SampleSite.IdOf(alice);

        await SubmitAsync(admin, "Role", ("user", "alice"), ("role", "admin"));

        Assert.Contains("alice is admin now.", (await admin.GetAsync("/admin")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/admin")).Status);
        Assert.Contains("<dd id=\"role\">admin</dd>", (await alice.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Equal(id, SampleSite.IdOf(alice));
    }

    [Fact]
    [Trait("Requirement", "RG-1")]
    public async Task A_new_role_may_come_with_the_question_for_the_password()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser alice = await _site.NewSignedInBrowserAsync();

        await SubmitAsync(admin, "Role", ("user", "alice"), ("role", "admin"), ("reauthenticate", "true"));

        Assert.Contains("<dd id=\"role\">admin</dd>", (await alice.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Equal(
            "https://localhost/reauthenticate?ReturnUrl=%2Fadmin&max_age=300", (await alice.GetAsync("/admin")).Header("Location"));
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_with_the_next_request()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        await SubmitAsync(admin, "Role", ("user", "alice"), ("role", "admin"));
        using Browser alice = await _site.NewSignedInBrowserAsync();
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/admin")).Status);

        await SubmitAsync(admin, "Role", ("user", "alice"), ("role", "reader"));

        Assert.Equal("https://localhost/denied?ReturnUrl=%2Fadmin", (await alice.GetAsync("/admin")).Header("Location"));
    }

    [Theory]
    [InlineData("Role", "admin", "reader")]
    [InlineData("Role", "bob", "reader")]
    [InlineData("Role", "alice", "emperor")]
    [InlineData("EndAll", "bob", "")]
    [InlineData("End", "bob", "")]
    [InlineData("End", "alice", "")]
    public async Task What_cannot_be_is_not_found(string handler, string user, string role)
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        Page answer = await SubmitAsync(admin, handler, ("user", user), ("role", role), ("id", SampleSite.IdOf(admin)[..21]));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(("admin", "reader"), (_site.Users.RoleOf("admin"), _site.Users.RoleOf("alice")));
    }

    [Fact]
    [Trait("Requirement", "TM-5")]
    public async Task One_session_of_a_user_is_ended_and_the_event_names_who_did_it()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser alice = await _site.NewSignedInBrowserAsync();
        using Browser other = await _site.NewSignedInBrowserAsync();

        await SubmitAsync(admin, "End", ("user", "alice"), ("id", SampleSite.IdOf(alice)));

        Assert.Equal(
            (HttpStatusCode.Redirect, HttpStatusCode.OK),
            ((await alice.GetAsync("/account")).Status, (await other.GetAsync("/account")).Status));
        string events = (await other.GetAsync("/security")).Body;
        Assert.Contains("Session ended: Ended from elsewhere", events, StringComparison.Ordinal);
        Assert.Contains("<td data-label=\"By\">admin</td>", events, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "TM-5")]
    public async Task All_sessions_of_a_user_are_ended()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser alice = await _site.NewSignedInBrowserAsync();
        using Browser other = await _site.NewSignedInBrowserAsync();

        await SubmitAsync(admin, "EndAll", ("user", "alice"));

        Assert.Contains("2 sessions of alice are ended.", (await admin.GetAsync("/admin")).Body, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.Redirect, HttpStatusCode.Redirect),
            ((await alice.GetAsync("/account")).Status, (await other.GetAsync("/account")).Status));
    }

    [Fact]
    public async Task Of_their_own_sessions_an_administrator_ends_the_others()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        using Browser other = await _site.NewSignedInBrowserAsync("admin");

        await SubmitAsync(admin, "EndAll", ("user", "admin"));

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Redirect),
            ((await admin.GetAsync("/admin")).Status, (await other.GetAsync("/admin")).Status));
    }

    [Fact]
    public async Task Who_lacks_the_role_changes_nothing()
    {
        using Browser alice = await _site.NewSignedInBrowserAsync();
        Page answer = await SampleSite.SubmitAsync(
            alice, "/account", "/admin?handler=Role", new() { ["user"] = "alice", ["role"] = "admin" });

        Assert.StartsWith("https://localhost/denied", answer.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("reader", _site.Users.RoleOf("alice"));
    }

    [Fact]
    [Trait("Requirement", "SU-3")]
    public async Task After_five_minutes_the_page_and_its_forms_ask_for_the_password_again()
    {
        using Browser admin = await _site.NewSignedInBrowserAsync("admin");
        _site.Clock.Advance(TimeSpan.FromSeconds(301));

        Page page = await admin.GetAsync("/admin");
        Page form = await SampleSite.SubmitAsync(
            admin, "/account", "/admin?handler=Role", new() { ["user"] = "alice", ["role"] = "admin" });

        Assert.Equal("https://localhost/reauthenticate?ReturnUrl=%2Fadmin&max_age=300", page.Header("Location"));
        Assert.StartsWith("https://localhost/reauthenticate", form.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("reader", _site.Users.RoleOf("alice"));
    }

    private static Task<Page> SubmitAsync(Browser browser, string handler, params (string Name, string Value)[] fields) =>
        SampleSite.SubmitAsync(
            browser, "/admin", $"/admin?handler={handler}", fields.ToDictionary(static field => field.Name, static field => field.Value));
}
