using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses caps under which no visitor could have a session.</summary>
internal sealed class MemoryStoreOptionsValidator(IOptions<SecureSessionOptions> sessions) : IValidateOptions<MemoryStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryStoreOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.MaxAnonymousSessions < 1)
        {
            errors.AddError(
                $"MemoryStoreOptions.MaxAnonymousSessions is {options.MaxAnonymousSessions}, but must be at least 1. "
                + "Set it to how many anonymous sessions may be kept in memory, "
                + $"or leave the default of {SecureSessionDefaults.MaxAnonymousSessions}.");
        }

        int largest = sessions.Value.MaxPayloadBytes;
        if (options.MaxAnonymousBytes < 2L * largest)
        {
            errors.AddError(
                $"MemoryStoreOptions.MaxAnonymousBytes is {options.MaxAnonymousBytes}, "
                + $"which is less than twice MaxPayloadBytes ({largest}): one visitor could evict all others. "
                + "Set it to how many bytes the anonymous sessions may take in memory, "
                + $"or leave the default of {SecureSessionDefaults.MaxAnonymousBytes}.");
        }

        return errors.Build();
    }
}
