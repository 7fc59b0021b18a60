using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Live;

/// <summary>A stream of server-sent events ends with its session, as at the end of its items.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private readonly Channel<string> _items = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveHost _live = null!;
    private Browser _browser = null!;

    public static TheoryData<ServerKind> Servers => [.. Enum.GetValues<ServerKind>()];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _live.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    [Trait("Requirement", "TM-9")]
    public async Task An_event_stream_ends_without_an_exception_when_the_session_ends(ServerKind kind)
    {
        await StartAsync(kind);
        using StreamReader stream = await OpenAsync("/events");
        Assert.Equal("data: one", await NextAsync(stream, "one"));

        await _browser.GetAsync("/sign-out");

        Assert.Equal("", (await stream.ReadToEndAsync().WaitAsync(Patience.Limit)).Trim());
        Assert.DoesNotContain(
            _live.Host.Logs.Lines,
            static line => line.Exception is not null && line.Category.StartsWith("Microsoft", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task An_event_stream_ends_even_if_its_source_ignores_the_token()
    {
        await StartAsync(ServerKind.KestrelHttp1);
        using StreamReader stream = await OpenAsync("/stubborn");
        Assert.Equal("data: one", await NextAsync(stream, "one"));

        await _browser.GetAsync("/sign-out");
        Assert.Equal("", (await stream.ReadToEndAsync().WaitAsync(Patience.Limit)).Trim());

        _items.Writer.TryWrite("never seen");
        await _disposed.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task An_event_stream_without_a_session_goes_on()
    {
        await StartAsync(ServerKind.KestrelHttp1);
        using Browser stranger = _live.Host.NewBrowser();
        using StreamReader stream = await OpenAsync("/events", stranger);

        await _browser.GetAsync("/sign-out");
        Assert.Equal("data: one", await NextAsync(stream, "one"));
        _items.Writer.Complete();

        Assert.Equal("", (await stream.ReadToEndAsync().WaitAsync(Patience.Limit)).Trim());
    }

    [Fact]
    public async Task An_error_of_the_source_of_an_event_stream_is_thrown()
    {
        await StartAsync(ServerKind.TestServer);
        _items.Writer.Complete(new InvalidOperationException("The source fails."));

        Assert.IsType<ChannelClosedException>(
            await _live.AskAsync(_browser, context => Record.ExceptionAsync(() => ReadAllAsync(context.GetSecureSession()))));
    }

    [Fact]
    public async Task Cancelling_an_event_stream_throws_to_its_reader()
    {
        await StartAsync(ServerKind.TestServer);
        using var stopped = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Exception? seen = await _live.AskAsync(
            _browser, context => Record.ExceptionAsync(() => ReadAllAsync(context.GetSecureSession(), stopped.Token)));

        Assert.IsAssignableFrom<OperationCanceledException>(seen);
    }

    private async Task ReadAllAsync(ISecureSession session, CancellationToken cancellationToken = default)
    {
        await foreach (string item in ReadObservingToken(CancellationToken.None).UntilEnded(session).WithCancellation(cancellationToken))
            Assert.NotNull(item);
    }

    private async IAsyncEnumerable<string> ReadObservingToken([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
            yield return await _items.Reader.ReadAsync(cancellationToken);
    }

    private async Task StartAsync(ServerKind kind)
    {
        _live = await LiveHost.StartAsync(
            app =>
            {
                app.MapGet("/events", (HttpContext context) =>
                    TypedResults.ServerSentEvents(
                        _items.Reader.ReadAllAsync(context.RequestAborted).UntilEnded(context.GetSecureSession())));
                app.MapGet(
                    "/stubborn",
                    (HttpContext context) => TypedResults.ServerSentEvents(ReadIgnoringToken().UntilEnded(context.GetSecureSession())));
            },
            kind: kind);
        _browser = await _live.SignInAsync();
    }

    private async IAsyncEnumerable<string> ReadIgnoringToken([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
                yield return await _items.Reader.ReadAsync(CancellationToken.None);
        }
        finally
        {
            Assert.True(cancellationToken.IsCancellationRequested);
            _disposed.SetResult();
        }
    }

    private async Task<StreamReader> OpenAsync(string path, Browser? browser = null)
    {
        // The first item starts the answer.
        Task<HttpResponseMessage> opening = (browser ?? _browser).OpenAsync(path);
        _items.Writer.TryWrite("first");
        var reader = new StreamReader(await (await opening).Content.ReadAsStreamAsync());
        Assert.Equal("data: first", await reader.ReadLineAsync());
        await reader.ReadLineAsync();
        return reader;
    }

    private async Task<string?> NextAsync(StreamReader stream, string item)
    {
        _items.Writer.TryWrite(item);
        return await stream.ReadLineAsync().WaitAsync(Patience.Limit);
    }
}
