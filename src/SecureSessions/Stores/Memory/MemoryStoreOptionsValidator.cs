using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses a cap under which no visitor could have a session.</summary>
internal sealed class MemoryStoreOptionsValidator : IValidateOptions<MemoryStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryStoreOptions options)
    {
        if (options.MaxAnonymousSessions >= 1)
            return ValidateOptionsResult.Success;

        return ValidateOptionsResult.Fail(
            $"MemoryStoreOptions.MaxAnonymousSessions is {options.MaxAnonymousSessions}, but must be at least 1. " +
            $"Set it to how many anonymous sessions may be kept in memory, or leave the default of {SecureSessionDefaults.MaxAnonymousSessions}.");
    }
}
