using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed partial class SignInTests
{
    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task Values_of_the_anonymous_session_move_to_the_session_of_a_sign_in() =>
        Assert.Equal("a,b", await KeysAfterSignInAsync());

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task With_KeepValuesOnSignIn_off_no_values_move_to_the_session_of_a_sign_in() =>
        Assert.Equal("", await KeysAfterSignInAsync(static options => options.KeepValuesOnSignIn = false));

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task With_a_predicate_only_the_values_that_it_names_move_to_the_session_of_a_sign_in() =>
        Assert.Equal("b", await KeysAfterSignInAsync(static options => options.KeepValueOnSignIn = static key => key == "b"));

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task Without_a_host_bound_cookie_name_no_values_move_since_a_neighbour_may_have_planted_them() =>
        Assert.Equal("", await KeysAfterSignInAsync(static options => options.Cookie.Name = "__Secure-id"));

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task Without_a_host_bound_cookie_name_values_move_if_the_app_says_so() =>
        Assert.Equal("a,b", await KeysAfterSignInAsync(static options =>
    {
        options.Cookie.Name = "__Secure-id";
        options.KeepValuesOnSignIn = true;
    }));

    [Theory]
    [InlineData("alice", "a,b")]
    [InlineData("bob", "")]
    [Trait("Requirement", "RG-2")]
    public async Task Values_of_a_user_stay_with_the_same_user_and_never_reach_another(string next, string expected)
    {
        await using SessionHost host = await StartAsync(static options => options.KeepValuesOnSignIn = true);
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, "alice");
        await _script.RunAsync(browser, SetValues);

        await SignInAsync(browser, next);

        Assert.Equal(expected, await KeysAsync(browser));
    }

    [Theory]
    [InlineData("alice", "late")]
    [InlineData("bob", "")]
    [Trait("Requirement", "RG-2")]
    public async Task A_value_set_in_the_request_that_signs_in_belongs_to_the_user_before(string next, string expected)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, "alice");

        await _script.RunAsync(browser, context =>
        {
            context.Session.SetString("late", "1");
            return context.SignInAsync(TestUsers.Create(next));
        });

        Assert.Equal(expected, await KeysAsync(browser));
    }

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task Values_do_not_come_back_to_a_user_by_way_of_another()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, "alice");
        await _script.RunAsync(browser, SetValues);

        await _script.RunAsync(browser, async context =>
        {
            await context.SignInAsync(TestUsers.Bob);
            await context.SignInAsync(TestUsers.Alice);
        });

        Assert.Equal("", await KeysAsync(browser));
    }

    [Fact]
    public async Task A_value_that_a_parallel_request_adds_to_the_anonymous_session_moves_too()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, SetValues);
        using Browser tab = browser.Copy();

        await _script.RunAsync(browser, async context =>
        {
            context.Session.Remove("a");
            await _script.RunAsync(tab, other => other.Session.SetString("c", "3"));
            await context.SignInAsync(TestUsers.Alice);
        });

        Assert.Equal("b,c", await KeysAsync(browser));
    }

    [Fact]
    public async Task After_an_end_in_the_same_request_only_what_came_later_moves()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, SetValues);

        await _script.RunAsync(browser, context =>
        {
            context.GetSecureSession().End();
            context.Session.SetString("c", "3");
            return context.SignInAsync(TestUsers.Alice);
        });

        Assert.Equal("c", await KeysAsync(browser));
    }

    private async Task<string> KeysAfterSignInAsync(Action<SecureSessionOptions>? configure = null)
    {
        await using SessionHost host = await StartAsync(configure);
        using Browser browser = host.NewBrowser();
        await _script.RunAsync(browser, SetValues);
        await SignInAsync(browser, "alice");
        Assert.Equal("alice", await UserAsync(browser));
        return await KeysAsync(browser);
    }

    private static void SetValues(HttpContext context)
    {
        context.Session.SetString("a", "1");
        context.Session.SetString("b", "2");
    }

    private Task<string> KeysAsync(Browser browser) =>
        _script.AskAsync(browser, context => string.Join(',', context.Session.Keys.Order(StringComparer.Ordinal)));
}
