using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SecureSessions.Sample;

/// <summary>The two users of the demonstration. Their passwords are on the login page; what is kept and compared are hashes (PBKDF2).</summary>
internal sealed class DemoUsers
{
    // OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA512.
    private const int Iterations = 210_000;

    private readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Dictionary<string, string> _hashes;
    private readonly string _nobodysHash;

    public DemoUsers()
    {
        _hashes = Accounts.ToDictionary(static account => account.Name, account => _hasher.HashPassword(account.Name, account.Password), StringComparer.Ordinal);
        _nobodysHash = _hasher.HashPassword("", RandomNumberGenerator.GetHexString(64));
    }

    public static IReadOnlyList<(string Name, string Password)> Accounts { get; } =
        [("alice", "Wonderland-7-teapots"), ("admin", "Orchard-4-lanterns")];

    /// <summary>The user, or nothing. An unknown name takes as long as a wrong password: a hash is computed either way.</summary>
    public ClaimsPrincipal? Find(string name, string password)
    {
        string hash = _hashes.GetValueOrDefault(name, _nobodysHash);
        if (_hasher.VerifyHashedPassword(name, hash, password) == PasswordVerificationResult.Failed)
            return null;

        Claim[] claims = [new(ClaimTypes.NameIdentifier, name), new(ClaimTypes.Name, name)];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "password"));
    }
}
