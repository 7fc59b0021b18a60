using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using StackExchange.Redis;

namespace SecureSessions.Redis.Tests.Deaths;

/// <summary>
/// A node whose requests can be told after how many commands to Redis they stand still, so that it can be killed just there.
/// </summary>
internal static class DyingApp
{
    public const string Commands = "X-Commands";
    public const int Limit = 2;

    /// <param name="args">Where Redis is, the key prefix, and what happens beyond the limit.</param>
    public static async Task RunAsync(string[] args)
    {
        IConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(args[0]);
        WebApplicationBuilder builder = WebApplication.CreateBuilder();

        // Who stands still must not be given up on, however long it takes until all do.
        builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        builder.Services.AddSecureSessions(options => Configure(options, Enum.Parse<SessionLimitBehavior>(args[2]))).AddRedisStore(redis =>
        {
            redis.ConnectionMultiplexer = ParkingProxy.Around(connection);
            redis.KeyPrefix = args[1];
        });
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();

        await using WebApplication app = builder.Build();

        // Before the authentication middleware too, which loads the session.
        app.Use(ParkAsync);
        app.UseAuthentication();
        app.UseSecureSessions();
        SmallApp.Map(app);
        app.MapGet("/parked", static () => Parking.Parked).WithoutSession();
        app.MapGet("/end-all/{user}", static (ISecureSessionManager manager, string user) => manager.EndAllAsync(user)).WithoutSession();
        app.MapGet("/look-after/{user}", LookAfterAsync).WithoutSession();
        await app.RunAsync();
    }

    public static void Configure(SecureSessionOptions options, SessionLimitBehavior behavior)
    {
        options.MaxSessionsPerUser = Limit;
        options.SessionLimit = behavior;
        options.StoreTimeout = Patience.StoreTimeout;
    }

    private static Task ParkAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers[Commands] is [{ } commands])
            Parking.AllowThisRequest(int.Parse(commands, CultureInfo.InvariantCulture));
        return next(context);
    }

    /// <summary>What is done about the sessions of a user when their deadlines have come.</summary>
    private static async Task LookAfterAsync(StoreGateway store, DeadlineProcessor processor, string user)
    {
        foreach (IndexedSession listed in await store.ListAsync(user))
        {
            DateTimeOffset due = listed.ReservedAt + SecureSessionDefaults.IdleTimeout;
            var session = new SessionReservation(
                listed.Id, user, listed.ReservedAt, due, listed.ReservedAt + SecureSessionDefaults.AbsoluteTimeout);
            await processor.ProcessAsync(new SessionDeadline(session, due, due, due + SecureSessionDefaults.TombstoneRetention));
        }
    }
}
