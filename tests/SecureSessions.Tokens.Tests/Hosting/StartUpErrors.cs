using Microsoft.Extensions.Options;
using Xunit;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>What an app with settings that cannot be says at its start.</summary>
internal static class StartUpErrors
{
    public static async Task<string[]> OfAsync(Func<Task> start)
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(start);
        IEnumerable<Exception> errors = error is AggregateException several ? several.InnerExceptions : [error];
        return [.. errors.SelectMany(static one => Assert.IsType<OptionsValidationException>(one).Failures).Distinct()];
    }
}
