using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Refuses a section that does not exist and keys that are no options: the binder of the framework ignores both silently.
/// </summary>
/// <param name="section">The section that the options are bound from.</param>
/// <param name="app">The app's configuration, by which an error suggests the name that was meant.</param>
internal sealed class ConfigurationKeys(IConfiguration section, IConfiguration? app) : IValidateOptions<SecureSessionOptions>
{
    private static readonly Dictionary<string, PropertyInfo[]> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = typeof(SecureSessionOptions).GetProperties(),
        [nameof(SecureSessionOptions.Cookie)] = typeof(SecureSessionCookieOptions).GetProperties(),
        [nameof(SecureSessionOptions.CrossSite)] = typeof(CrossSiteOptions).GetProperties(),
        [nameof(SecureSessionOptions.Signals)] = typeof(SecureSessionSignalOptions).GetProperties(),
        [nameof(SecureSessionOptions.SignInAttempts)] = typeof(SignInAttemptOptions).GetProperties(),
    };

    // Options of other methods, which stand in the same table of docs/options.md.
    private static readonly Dictionary<string, string> OptionsOfVerbs = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(MemoryStoreOptions.MaxAnonymousSessions)] = "AddMemoryStore()",
        [nameof(MemoryStoreOptions.MaxAnonymousBytes)] = "AddMemoryStore()",
        [nameof(DistributedCacheStoreOptions.KeyPrefix)] = "AddDistributedCacheStore() and AddRedisStore()",
        [nameof(SecureSessionAuthenticationOptions.LoginPath)] = "AddSecureSession()",
        [nameof(SecureSessionHubOptions.HubCallsAreActivity)] = "AddSignalR().AddSecureSessions()",
    };

    public ValidateOptionsResult Validate(string? name, SecureSessionOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (section is IConfigurationSection named && !named.Exists())
            errors.AddError(Missing(named));
        else
            Check(section, "", errors);
        return errors.Build();
    }

    private void Check(IConfiguration part, string group, ValidateOptionsResultBuilder errors)
    {
        PropertyInfo[] properties = Groups[group];
        foreach (IConfigurationSection entry in part.GetChildren())
        {
            if (
                properties.FirstOrDefault(
                    property => property.Name.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
                errors.AddError(Unknown(entry, properties));

            // WebApplicationFactory writes "Sessions:Cookie=" beside "Sessions:Cookie:Name=...", so the empty value of a group is ignored.
            else if (group.Length == 0 && Groups.ContainsKey(property.Name) && string.IsNullOrEmpty(entry.Value))
                Check(entry, property.Name, errors);
            else if (FixFor(entry, property, isGroup: group.Length == 0 && Groups.ContainsKey(property.Name)) is { } fix)
                errors.AddError($"The configuration has '{entry.Path}'. {fix}");
        }
    }

    private string Unknown(IConfigurationSection entry, PropertyInfo[] properties)
    {
        if (section is not IConfigurationSection && properties == Groups[""])
        {
            return $"The configuration has '{entry.Path}', which is no option. Is it the whole configuration of the app? Pass the "
                + "section of the sessions: AddSecureSessions(builder.Configuration.GetSection(\"Sessions\")).";
        }

        if (OptionsOfVerbs.TryGetValue(entry.Key, out string? verb))
            return $"The configuration has '{entry.Path}', which is an option of {verb}. Set it there.";

        string[] names = [.. properties.Select(static property => property.Name)];
        return NearestName.Of(entry.Key, names) is { } nearest
            ? $"The configuration has '{entry.Path}', which is no option. Write '{Sibling(entry, nearest)}', if that is what is meant, "
                + "or remove it."
            : $"The configuration has '{entry.Path}', which is no option. Remove it, or write one of {string.Join(", ", names)}.";
    }

    private string Missing(IConfigurationSection named)
    {
        string parent = ConfigurationPath.GetParentPath(named.Path) ?? "";
        IConfiguration? beside = parent.Length == 0 ? app : app?.GetSection(parent);
        string hint = NearestName.Of(named.Key, beside?.GetChildren().Select(static child => child.Key) ?? []) is { } nearest
            ? $"Pass the section '{Sibling(named, nearest)}'"
            : "Pass a section that exists";
        return $"The configuration has no section '{named.Path}', or an empty one. {hint}, or call AddSecureSessions() without a "
            + "section for the defaults.";
    }

    private static string? FixFor(IConfigurationSection entry, PropertyInfo property, bool isGroup)
    {
        Type type = property.PropertyType;
        string? part = entry.GetChildren().FirstOrDefault()?.Key;
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return "That is a function, which only code can set: builder.Services.Configure<SecureSessionOptions>(o => "
                + $"o.{property.Name} = ...).";
        }

        if (isGroup)
            return $"That is a group of options: write '{entry.Path}:{Groups[property.Name][0].Name}', for example.";
        if (type != typeof(string) && type != typeof(byte[]) && typeof(IEnumerable).IsAssignableFrom(type))
            return entry.Value is { Length: > 0 } ? $"That is a list: write '{entry.Path}:0', or an array in JSON." : null;

        return part is null ? null : $"That is one value and has no parts, such as '{entry.Path}:{part}'.";
    }

    private static string Sibling(IConfigurationSection entry, string key) =>
        ConfigurationPath.GetParentPath(entry.Path) is { Length: > 0 } parent ? ConfigurationPath.Combine(parent, key) : key;
}
