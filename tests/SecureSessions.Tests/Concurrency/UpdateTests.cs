using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>A value that is made of the one before is exact, however many requests make it.</summary>
public sealed class UpdateTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app => _script.Map(app), static options => options.MaxPayloadBytes = 1024);
        _browser = _host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Of_fifty_counts_at_once_each_one_counts()
    {
        await CountAsync();
        _host.Store.Before = async _ => await Task.Yield();

        int[] counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CountAsync()));

        Assert.Equal(Enumerable.Range(2, 50), counts.Order());
        Assert.Equal(51, await _script.AskAsync(_browser, static context => context.Session.GetInt32("n")));
    }

    [Fact]
    public async Task Fifty_counts_through_two_processes_are_fifty()
    {
        await CountAsync();
        Assert.True(SessionToken.TryParse(_browser.Token, out SessionToken token));
        SessionLifecycle[] node = [OtherWriter.InAnotherProcess(_host.Services), OtherWriter.InAnotherProcess(_host.Services)];
        _host.Store.Before = async _ => await Task.Yield();

        UpdateResult[] saved = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => CountAsync(node[i % 2], token))));

        Assert.All(saved, static result => Assert.Equal(UpdateStatus.Written, result.Status));
        _host.Store.Before = null;
        Assert.Equal(51, await _script.AskAsync(_browser, static context => context.Session.GetInt32("n")));
    }

    [Fact]
    public async Task An_update_is_written_at_once_with_what_was_changed_before_and_stays_although_the_handler_throws()
    {
        await CountAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _script.RunAsync(_browser, static async context =>
        {
            context.Session.SetString("before", "1");
            await context.GetSecureSession().UpdateInt32Async("n", static n => n!.Value + 1);
            context.Session.SetString("after", "1");
            throw new InvalidOperationException("The handler throws.");
        }));

        Assert.Equal((2, "1", null), await _script.AskAsync(
            _browser, static context =>
                (context.Session.GetInt32("n"), context.Session.GetString("before"), context.Session.GetString("after"))));
    }

    [Fact]
    public async Task An_update_begins_a_session_and_sees_what_the_request_has_set_itself()
    {
        Assert.Equal(6, await _script.AskAsync(_browser, static async context =>
        {
            context.Session.SetInt32("n", 5);
            return await context.GetSecureSession().UpdateInt32Async("n", static n => n!.Value + 1);
        }));

        Assert.Equal(7, await CountAsync());
    }

    [Fact]
    public async Task Nothing_removes_the_value()
    {
        await CountAsync();

        await _script.AskAsync(_browser, static context => context.GetSecureSession().UpdateAsync("n", static _ => null));

        Assert.Null(await _script.AskAsync(_browser, static context => context.Session.GetInt32("n")));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public async Task A_value_that_is_too_large_is_refused_and_not_tried_again()
    {
        await CountAsync();

        Assert.True(await _script.AskAsync(_browser, static async context =>
        {
            await Assert.ThrowsAsync<SessionPayloadTooLargeException>(
                () => context.GetSecureSession().UpdateAsync("n", static _ => new byte[2000]));
            return true;
        }));

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task What_the_change_throws_comes_out_and_nothing_is_written()
    {
        await CountAsync();

        Assert.True(await _script.AskAsync(_browser, static async context =>
        {
            await Assert.ThrowsAsync<NotSupportedException>(
                () => context.GetSecureSession().UpdateInt32Async("n", static _ => throw new NotSupportedException()));
            return true;
        }));

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task What_is_no_number_is_named_and_left_as_it_is()
    {
        string message = await _script.AskAsync(_browser, static async context =>
        {
            context.Session.SetString("name", "ada lovelace");
            return (
                await Assert.ThrowsAsync<InvalidOperationException>(
                    () => context.GetSecureSession().UpdateInt32Async("name", static _ => 1))).Message;
        });

        Assert.Contains("'name' has 12 bytes and is not an Int32", message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    public async Task A_session_that_has_ended_is_not_revived()
    {
        await CountAsync();
        Assert.True(SessionToken.TryParse(_browser.Token, out SessionToken token));

        Page page = await _script.RunAsync(_browser, async context =>
        {
            await _host.Store.Inner.EndAsync(token.Id, SessionEndReason.Revoked, null, CancellationToken.None);
            await context.GetSecureSession().UpdateInt32Async("n", static n => n!.Value + 1);
        });

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
    }

    private Task<int> CountAsync() => _script.AskAsync(
        _browser, static context => context.GetSecureSession().UpdateInt32Async("n", static n => (n ?? 0) + 1));

    private static async Task<UpdateResult> CountAsync(SessionLifecycle node, SessionToken token)
    {
        var changes = new SessionChanges();
        changes.BeginUpdate("n", static n => [0, 0, 0, (byte)(n![3] + 1)]);
        return await node.SaveAsync((await node.LoadAsync(token, passive: true)).Session!, changes);
    }
}
