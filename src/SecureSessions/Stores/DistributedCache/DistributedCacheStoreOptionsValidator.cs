using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses keys that a cache would not take.</summary>
internal sealed class DistributedCacheStoreOptionsValidator : IValidateOptions<DistributedCacheStoreOptions>
{
    /// <summary>With the 22 characters of an id still within what memcached (250 bytes) and SQL Server (449 characters) take.</summary>
    public const int LongestPrefix = 200;

    public ValidateOptionsResult Validate(string? name, DistributedCacheStoreOptions options) => options.KeyPrefix switch
    {
        null => ValidateOptionsResult.Fail(
            "DistributedCacheStoreOptions.KeyPrefix is null. "
            + $"Set it to what the keys of the sessions begin with, or leave the default of \"{SecureSessionDefaults.KeyPrefix}\"."),
        { Length: > LongestPrefix } => ValidateOptionsResult.Fail(
            $"DistributedCacheStoreOptions.KeyPrefix has {options.KeyPrefix.Length} characters. Set it to {LongestPrefix} at most."),
        _ => ValidateOptionsResult.Success,
    };
}
