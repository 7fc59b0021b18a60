using System.Globalization;
using System.Net;
using Npgsql;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>A database that is down at the start stops no app.</summary>
public sealed class StartUpTests
{
    [Fact]
    public async Task An_app_whose_database_is_down_starts_and_serves_those_without_a_session()
    {
        string port = LoopbackPorts.Next().ToString(CultureInfo.InvariantCulture);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=test;Password=hunter2");
        await using SessionHost host = await SqlHost.StartAsync(source, SqlDialect.PostgreSql);
        using Browser browser = host.NewBrowser();

        Assert.Equal("none", (await browser.GetAsync("/get/a")).Body);
        browser.Token = new string('A', SessionToken.TextLength);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/get/a")).Status);
        Assert.Single(host.Logs.Of("session_sql_start_fail"));
        Assert.DoesNotContain(host.Logs.Lines, static line => $"{line.Message}{line.Exception}".Contains("hunter2", StringComparison.Ordinal));
    }
}
