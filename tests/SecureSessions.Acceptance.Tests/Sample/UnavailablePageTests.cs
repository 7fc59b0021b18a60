using Microsoft.AspNetCore.Http;
using SecureSessions.Sample;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>What becomes of a bare 503, as the library writes it. That it is written at all is for the browser tests to show.</summary>
public sealed class UnavailablePageTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task A_browser_that_asked_for_a_page_gets_one_that_tries_again_when_the_answer_says()
    {
        (HttpResponse answer, string body) = await AskAsync("GET", Browser, WriteFailure);

        Assert.Equal(
            (503, "7", "no-store", "text/html; charset=utf-8"),
            (answer.StatusCode, $"{answer.Headers.RetryAfter}", $"{answer.Headers.CacheControl}", answer.ContentType));
        Assert.Contains("""<span data-retry-after="7">""", body, StringComparison.Ordinal);
        Assert.Contains("Nobody has been signed out", body, StringComparison.Ordinal);
        Assert.Equal(body.Length, answer.ContentLength);
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_again_by_itself()
    {
        (_, string body) = await AskAsync("POST", Browser, WriteFailure);

        Assert.DoesNotContain("retry", body, StringComparison.Ordinal);
        Assert.Contains("What you sent has not been confirmed", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_nothing_that_a_strict_policy_forbids()
    {
        (_, string body) = await AskAsync("GET", Browser, WriteFailure);

        Assert.DoesNotMatch("<script(?! type=\"module\" src=\"/)", body);
        Assert.DoesNotContain("style=", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    [InlineData("")]
    public async Task Scripts_and_clients_get_the_bare_answer(string accept)
    {
        (HttpResponse answer, string body) = await AskAsync("GET", accept, WriteFailure);

        Assert.Equal((503, "7", "", 0L), (answer.StatusCode, $"{answer.Headers.RetryAfter}", body, answer.ContentLength));
    }

    [Fact]
    public async Task Any_other_answer_stays_as_it_is()
    {
        (HttpResponse answer, string body) = await AskAsync("GET", Browser, static response =>
        {
            response.StatusCode = 403;
            response.ContentLength = 0;
            return Task.CompletedTask;
        });

        Assert.Equal((403, ""), (answer.StatusCode, body));
    }

    private static Task WriteFailure(HttpResponse response)
    {
        response.StatusCode = 503;
        response.ContentLength = 0;
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = "7";
        return Task.CompletedTask;
    }

    private static async Task<(HttpResponse Answer, string Body)> AskAsync(string method, string accept, Func<HttpResponse, Task> answer)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = method }, Response = { Body = body } };
        context.Request.Headers.Accept = accept;
        await new UnavailablePage(inner => answer(inner.Response)).InvokeAsync(context);
        return (context.Response, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
