extern alias Shop;

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Doors.Tests.Docs.Testing;

#pragma warning disable IDE0065 // The name of the app's entry point, as the page has it: another app of this project has it too.
using Program = Shop::Program;
#pragma warning restore IDE0065

/// <summary>The tests that <c>docs/testing.md</c> shows, of the app that it shows.</summary>
#region shop-tests
public sealed class ShopTests : IDisposable
{
    private readonly WebApplicationFactory<Program> _app = new WebApplicationFactory<Program>().WithTestSessions();

    [Fact]
    public async Task A_user_who_is_signed_in_sees_the_account()
    {
        TestBrowser alice = await _app.SignInAsync("alice");

        Assert.Equal("alice", await alice.GetStringAsync("/me"));
    }

    [Fact]
    public async Task Orders_are_for_administrators()
    {
        TestBrowser alice = await _app.SignInAsync("alice");
        TestBrowser admin = await _app.SignInAsync(new TestUser("carol") { Roles = ["admin"] });

        Assert.Equal(HttpStatusCode.Forbidden, (await alice.GetAsync("/admin")).StatusCode);
        Assert.Equal("Every order", await admin.GetStringAsync("/admin"));
    }

    [Fact]
    public async Task After_twenty_minutes_without_activity_nobody_is_signed_in()
    {
        TestBrowser alice = await _app.SignInAsync("alice");

        _app.GetClock().Advance(TimeSpan.FromMinutes(20));

        Assert.False(await alice.IsSignedInAsync());
    }

    [Fact]
    public async Task An_order_wants_an_authentication_of_the_last_five_minutes()
    {
        TestBrowser alice = await _app.SignInAsync(new TestUser("alice") { AuthenticationAge = TimeSpan.FromMinutes(6) });
        HttpResponseMessage asked = await alice.PostFormAsync("/orders", []);
        await alice.RunAsync(context =>
        {
            context.GetSecureSession().StepUp(["pwd"]);
            return Task.CompletedTask;
        });
        HttpResponseMessage ordered = await alice.PostFormAsync("/orders", []);

        Assert.Equal("Who are you?", await asked.Content.ReadAsStringAsync());
        Assert.Equal("Ordered", await ordered.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_cart_is_changed_by_the_shops_own_form_only()
    {
        TestBrowser visitor = _app.CreateBrowser();
        Dictionary<string, string> fields = new() { ["items"] = "3" };

        HttpResponseMessage forged = await visitor.PostAsync("/cart", new FormUrlEncodedContent(fields));
        HttpResponseMessage own = await visitor.PostFormAsync("/cart", fields);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (forged.StatusCode, own.StatusCode));
        Assert.Equal("3 items", await visitor.GetStringAsync("/cart"));
    }

    [Fact]
    public async Task A_user_whose_account_is_closed_is_signed_out_everywhere()
    {
        TestBrowser phone = await _app.SignInAsync("alice");
        TestBrowser laptop = await _app.SignInAsync("alice");

        Assert.Equal(2, await _app.EndSessionsAsync("alice"));

        Assert.False(await phone.IsSignedInAsync() || await laptop.IsSignedInAsync());
    }

    [Fact]
    public async Task A_user_who_is_remembered_comes_back_for_thirty_days_at_most()
    {
        TestBrowser alice = await _app.SignInAsync(new TestUser("alice") { IsRemembered = true });

        Assert.Equal(_app.GetClock().GetUtcNow() + TimeSpan.FromDays(30), alice.SessionCookie!.ExpiresAt);
        Assert.True(alice.SessionCookie.HttpOnly && alice.SessionCookie.Secure);
    }

    public void Dispose() => _app.Dispose();
}
#endregion
