using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SecureSessions.Sample;

/// <summary>
/// The two users of the demonstration. The login page shows their passwords; this class keeps and compares hashes only (PBKDF2). The roles
/// are in the memory of this process: an app of several nodes has them in a database.
/// </summary>
internal sealed class DemoUsers
{
    private readonly PasswordHasher<string> _hasher;
    private readonly Dictionary<string, string> _hashes;
    private readonly string _hashOfNoUser;
    private readonly ConcurrentDictionary<string, string> _roles =
        new(StringComparer.Ordinal) { ["alice"] = Roles.Reader, ["admin"] = Roles.Admin };

    public DemoUsers(IOptions<PasswordHasherOptions> hashing)
    {
        _hasher = new PasswordHasher<string>(hashing);
        _hashes = Accounts.ToDictionary(
            static account => account.Name, account => _hasher.HashPassword(account.Name, account.Password), StringComparer.Ordinal);
        _hashOfNoUser = _hasher.HashPassword("", RandomNumberGenerator.GetHexString(64));
    }

    public static IReadOnlyList<(string Name, string Password)> Accounts { get; } =
        [("alice", "Wonderland-7-teapots"), ("admin", "Orchard-4-lanterns")];

    /// <summary>
    /// Returns the user, or nothing. An unknown name takes as long as a wrong password, because a hash is computed either way.
    /// </summary>
    public ClaimsPrincipal? Find(string name, string password)
    {
        string hash = _hashes.GetValueOrDefault(name, _hashOfNoUser);
        return _hasher.VerifyHashedPassword(name, hash, password) == PasswordVerificationResult.Failed ? null : Find(name);
    }

    /// <summary>Returns the user with the present role, or nothing.</summary>
    public ClaimsPrincipal? Find(string name)
    {
        if (RoleOf(name) is not { } role)
            return null;

        Claim[] claims = [new(ClaimTypes.NameIdentifier, name), new(ClaimTypes.Name, name), new(ClaimTypes.Role, role)];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "password"));
    }

    /// <summary>Returns the role of a user, or nothing.</summary>
    public string? RoleOf(string name) => _roles.GetValueOrDefault(name);

    /// <summary>Changes the role. Returns false if there is no such user or no such role.</summary>
    public bool TrySetRole(string name, string role)
    {
        if (!_roles.ContainsKey(name) || !Roles.All.Contains(role))
            return false;

        _roles[name] = role;
        return true;
    }
}
