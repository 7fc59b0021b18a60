using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace SecureSessions.Tokens;

/// <summary>The parameters of a request of a client, from a form in the body and from nowhere else (RFC 6749, 3.2).</summary>
internal sealed class TokenForm
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxParameters = 32;

    private static readonly string[] Secrets = ["token", "refresh_token", "access_token"];

    private readonly IFormCollection _form;

    private TokenForm(IFormCollection form) => _form = form;

    /// <summary>Reads the form.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The form, or what is wrong with the request.</returns>
    public static async ValueTask<(TokenForm? Form, string? Fault)> ReadAsync(HttpRequest request)
    {
        // A query is logged on its way, so what was sent there is not looked at (ASVS 14.2.1).
        if (Secrets.Any(request.Query.ContainsKey))
            return (null, "A token must not be sent in the query. Send a form in the body, and have the user sign in again.");
        if (!IsForm(request.ContentType))
            return (null, $"The body must be a form: {FormType}.");
        if (request.ContentLength > MaxBodyBytes)
            return (null, "The body is too long.");

        try
        {
            var limits = new FormOptions
            {
                BufferBodyLengthLimit = MaxBodyBytes,
                KeyLengthLimit = 256,
                ValueLengthLimit = MaxBodyBytes,
                ValueCountLimit = MaxParameters,
            };
            IFormCollection form = await request.ReadFormAsync(limits, request.HttpContext.RequestAborted);
            return form.FirstOrDefault(static one => one.Value.Count > 1) is { Key: { } twice }
                ? (null, IsKnown(twice) ? $"The parameter {twice} must not be sent twice." : "A parameter must not be sent twice.")
                : (new TokenForm(form), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException or FormatException)
        {
            return (null, "The body is no form that can be read.");
        }
    }

    /// <summary>
    /// A parameter; <see langword="null"/> if it was not sent, or has no value, which counts as the same (RFC 6749, 3.1).
    /// </summary>
    public string? this[string name] => _form.TryGetValue(name, out StringValues value) && value is [{ Length: > 0 } one] ? one : null;

    // What a client made up is not sent back to it.
    private static bool IsKnown(string name) => name is "grant_type" or "refresh_token" or "client_id" or "resource" or "token";

    private static bool IsForm(string? contentType) =>
        contentType is not null
        && contentType.Split(';')[0].Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase);
}
