using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Reports an app that wants places to be kept, and has nothing that knows places.</summary>
internal sealed class KeepPlaceValidator(IServiceProviderIsService services) : IValidateOptions<SecureSessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SecureSessionOptions options) =>
        options.KeepPlace && !services.IsService(typeof(IGeoLocator))
            ? ValidateOptionsResult.Fail(
                "KeepPlace is true, but no IGeoLocator is registered, so that no place is known. Call "
                + "AddSecureSessions().AddGeoLocator<T>(), or set KeepPlace to false.")
            : ValidateOptionsResult.Success;
}
