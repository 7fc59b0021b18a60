using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// Looks for what nobody but the browser and the running request may hold, in every shape in which it could stand somewhere.
/// </summary>
internal sealed class SecretSearch
{
    private readonly ConcurrentBag<(string What, byte[] Bytes)> _needles = [];

    /// <summary>A session's token: as a whole, its secret alone, and both in bytes and in hex.</summary>
    public void AddToken(string text)
    {
        byte[] bytes = Base64Url.DecodeFromChars(text);
        byte[] secret = bytes[SessionId.Size..];
        AddText("token", text);
        AddText("secret", text[SessionId.TextLength..]);
        Add("bytes of a secret", secret);
        AddText("secret in hex", Convert.ToHexString(secret));
        AddText("secret in hex", Convert.ToHexStringLower(secret));
        AddText("secret in base64", Convert.ToBase64String(secret).TrimEnd('='));
        AddText("secret in base64url", Base64Url.EncodeToString(secret));
    }

    /// <summary>A value of the app's.</summary>
    public void AddValue(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add("value", bytes);
        Add("value in UTF-16", Encoding.Unicode.GetBytes(text));
        AddText("value in base64", Convert.ToBase64String(bytes).TrimEnd('='));
        AddText("value in hex", Convert.ToHexString(bytes));
        AddText("value in hex", Convert.ToHexStringLower(bytes));
    }

    public void AddText(string what, string text) => Add(what, Encoding.UTF8.GetBytes(text));

    /// <summary>Fails if anything of it is in these bytes.</summary>
    public void AssertAbsentFrom(string where, ReadOnlySpan<byte> bytes)
    {
        foreach ((string what, byte[] needle) in _needles)
            Assert.False(bytes.IndexOf(needle) >= 0, $"A {what} is in {where}.");
    }

    public void AssertAbsentFrom(string where, string text) => AssertAbsentFrom(where, Encoding.UTF8.GetBytes(text));

    /// <summary>Fails if anything of it is in a log line, an exception that was logged, or an event.</summary>
    public void AssertAbsentFromTelling(SessionHost host)
    {
        AssertAbsentFrom(
            "the log",
            string.Join('\n', host.Logs.Lines.Select(static line => $"{line.Category} {line.Event} {line.Message} {line.Exception}")));
        AssertAbsentFrom("an event", string.Join('\n', host.Events.All.Select(Describe)));
    }

    private static string Describe(SecureSessionEvent told) =>
        string.Join(' ', typeof(SecureSessionEvent).GetProperties().Select(property => property.GetValue(told)));

    private void Add(string what, byte[] bytes) => _needles.Add((what, bytes));
}
