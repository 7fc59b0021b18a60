using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Contention;

/// <summary>A node whose requests write to a session, and that counts its calls to the store.</summary>
internal sealed class ContentionNode : IAsyncDisposable
{
    private const string Counter = "count";

    private readonly PipelineApp _app;
    private readonly FaultyStore _store;

    private ContentionNode(PipelineApp app, FaultyStore store)
    {
        _app = app;
        _store = store;
    }

    /// <summary>The request header of a browser that is signed in on this node.</summary>
    public string Cookies => _app.Cookies;

    /// <summary>The calls of requests; the watch over the deadlines makes others.</summary>
    public int Calls => _store.Calls.Count(static call => call is StoreOperation.Find or StoreOperation.Replace);

    /// <summary>The writes that were tried, those that met a conflict included.</summary>
    public int Attempts => _store.Calls.Count(static call => call == StoreOperation.Replace);

    public static async Task<ContentionNode> StartAsync(ISecureSessionStore store, ISecureSessionIndex index)
    {
        var counting = new FaultyStore(store, index);
        PipelineApp app = await PipelineApp.StartAsync(
            Variant.Ours,
            services => services
                .AddSingleton<ISecureSessionStore>(counting)
                .AddSingleton<ISecureSessionIndex>(counting)
                .Configure<SecureSessionOptions>(static options => options.StoreTimeout = Patience.StoreTimeout),
            Map);
        return new ContentionNode(app, counting);
    }

    /// <summary>The request that counts on, in the writer's own key or in the counter of all.</summary>
    public static PipelineExchange NewWrite(string cookies, int writer, bool ownKey) =>
        new(ownKey ? $"/keys/{KeyOf(writer)}" : "/counter", cookies);

    public Task WriteAsync(PipelineExchange write) => _app.CheckAsync(write);

    public void ForgetCalls() => _store.ForgetCalls();

    /// <summary>How often the session was counted on: in the writer's own key or in the counter of all.</summary>
    public async Task<int> ReadAsync(string cookies, int writer, bool ownKey)
    {
        if (!SessionToken.TryParse(cookies.AsSpan(cookies.IndexOf('=', StringComparison.Ordinal) + 1), out SessionToken token))
            throw new InvalidOperationException("The cookie holds no token.");

        LoadResult loaded = await _app.Services.GetRequiredService<SessionLifecycle>().LoadAsync(token, passive: false);
        return loaded.Session!.Payload.Values.TryGetValue(ownKey ? KeyOf(writer) : Counter, out ReadOnlyMemory<byte> value)
            ? BinaryPrimitives.ReadInt32BigEndian(value.Span)
            : 0;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Each handler lets the others go on between its look-up and its write, as one that waits for something does.
    private static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/keys/{key}", static async (HttpContext context, string key) =>
        {
            await Task.Yield();
            context.Session.SetInt32(key, 1 + (context.Session.GetInt32(key) ?? 0));
        });
        app.MapGet("/counter", static async context =>
        {
            await Task.Yield();
            await context.GetSecureSession().UpdateInt32Async(Counter, static before => 1 + (before ?? 0));
        });
    }

    private static string KeyOf(int writer) => string.Create(CultureInfo.InvariantCulture, $"k{writer}");
}
