using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Junk;

[Trait("Pace", "Slow")]
public sealed class JunkCookieTests
{
    private const int Headers = 100_000;

    [Fact]
    [Trait("Requirement", "ID-4")]
    [Trait("Requirement", "ID-6")]
    [Trait("Requirement", "ID-7")]
    [Trait("Requirement", "ID-9")]
    public async Task Junk_headers_are_anonymous_cost_no_call_and_are_each_counted()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSilentAsync();
        using var meters = new MeterRecorder(scripted.Host.Services.GetRequiredService<IMeterFactory>());
        await scripted.Tab.DoAsync("signin ada");
        var junk = new JunkSource(seed: 20261);
        var seen = new Dictionary<CookieOracle.Verdict, int>();

        for (int i = 0; i < Headers; i++)
        {
            CookieOracle.Verdict verdict = await CheckAsync(scripted, meters, junk.CookieFields(scripted.Tab.Token!));
            seen[verdict] = seen.GetValueOrDefault(verdict) + 1;
        }

        Assert.All(
            Enum.GetValues<CookieOracle.Verdict>(),
            verdict => Assert.True(seen[verdict] > Headers / 1_000, $"{verdict} was hardly tried."));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    [Trait("Requirement", "ID-3")]
    public async Task No_junk_ever_becomes_a_session()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSilentAsync();
        var junk = new JunkSource(seed: 20262);
        string token = SessionToken.Create().ToCookieValue();

        for (int i = 0; i < 10_000; i++)
        {
            string[] fields = junk.CookieFields(token);
            HttpContext context = await SendAsync(scripted, fields, "?script=set a 1");
            string issued = ParsedCookie.Parse(context.Response.Headers.SetCookie.Last()!).Value;
            Assert.True(SessionToken.TryParse(issued, out _));
            Assert.DoesNotContain(issued, string.Concat(fields), StringComparison.Ordinal);
        }
    }

    private static async Task<CookieOracle.Verdict> CheckAsync(ScriptedHost scripted, MeterRecorder meters, string[] fields)
    {
        scripted.Store.ForgetCalls();
        meters.Forget();
        HttpContext context = await SendAsync(scripted, fields, "");
        (CookieOracle.Verdict verdict, string[] tokens) = CookieOracle.Judge(fields);

        double counted = meters.Sum(SessionMetrics.TokensRejectedName);
        bool isAlive = tokens.Contains(scripted.Tab.Token);
        int calls = verdict switch
        {
            CookieOracle.Verdict.LookedUp => 1,

            // Beside another one a living session is looked at once more before its cookie is said again.
            CookieOracle.Verdict.OneOfTwo => isAlive ? 2 : 1,
            CookieOracle.Verdict.TwoTokens => isAlive ? 4 : 2,
            _ => 0,
        };
        int rejected = verdict == CookieOracle.Verdict.Absent || isAlive ? 0 : 1;
        Assert.True(
            (context.Response.StatusCode, scripted.Store.Calls.Count, counted) == (StatusCodes.Status200OK, calls, (double)rejected),
            $"{verdict}: {context.Response.StatusCode}, {scripted.Store.Calls.Count} calls, {counted} rejected: "
            + $"{string.Join(" | ", fields)}");
        return verdict;
    }

    private static Task<HttpContext> SendAsync(ScriptedHost scripted, string[] fields, string query) => scripted.Host.SendAsync(context =>
    {
        context.Request.Path = "/do";
        context.Request.QueryString = new QueryString(query.Replace(' ', '+'));
        context.Request.Headers.Cookie = new StringValues(fields);
        context.Request.Headers.UserAgent = scripted.Tab.UserAgent;
    });
}
