using System.Reflection;
using StackExchange.Redis;

namespace SecureSessions.Redis.Tests.Deaths;

/// <summary>A connection to Redis that sends what it may, and never answers what it must not send.</summary>
internal class ParkingProxy : DispatchProxy
{
    private object _inner = null!;

    public static IConnectionMultiplexer Around(IConnectionMultiplexer connection) => Around<IConnectionMultiplexer>(connection);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        // A script that the server does not know yet is sent again, by its text.
        if (targetMethod!.Name == nameof(IDatabase.ScriptEvaluateAsync) && args![0] is byte[] && Parking.MustPark())
            return new TaskCompletionSource<RedisResult>().Task;

        object? result = targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
        return result is IDatabase database ? Around(database) : result;
    }

    private static T Around<T>(T inner)
        where T : class
    {
        T proxy = Create<T, ParkingProxy>();
        ((ParkingProxy)(object)proxy)._inner = inner;
        return proxy;
    }
}
