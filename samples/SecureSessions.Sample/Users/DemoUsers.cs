using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SecureSessions.Sample;

/// <summary>
/// The two users of the demonstration. Their passwords are on the login page; what is kept and compared are hashes (PBKDF2). Their roles are in
/// the memory of this process: an app of several nodes has them in a database.
/// </summary>
internal sealed class DemoUsers
{
    private readonly PasswordHasher<string> _hasher;
    private readonly Dictionary<string, string> _hashes;
    private readonly string _nobodysHash;
    private readonly ConcurrentDictionary<string, string> _roles = new(StringComparer.Ordinal) { ["alice"] = Roles.Reader, ["admin"] = Roles.Admin };

    public DemoUsers(IOptions<PasswordHasherOptions> hashing)
    {
        _hasher = new PasswordHasher<string>(hashing);
        _hashes = Accounts.ToDictionary(static account => account.Name, account => _hasher.HashPassword(account.Name, account.Password), StringComparer.Ordinal);
        _nobodysHash = _hasher.HashPassword("", RandomNumberGenerator.GetHexString(64));
    }

    public static IReadOnlyList<(string Name, string Password)> Accounts { get; } =
        [("alice", "Wonderland-7-teapots"), ("admin", "Orchard-4-lanterns")];

    /// <summary>The user, or nothing. An unknown name takes as long as a wrong password: a hash is computed either way.</summary>
    public ClaimsPrincipal? Find(string name, string password)
    {
        string hash = _hashes.GetValueOrDefault(name, _nobodysHash);
        return _hasher.VerifyHashedPassword(name, hash, password) == PasswordVerificationResult.Failed ? null : Find(name);
    }

    /// <summary>The user as they are now, with their present role, or nothing.</summary>
    public ClaimsPrincipal? Find(string name)
    {
        if (RoleOf(name) is not { } role)
            return null;

        Claim[] claims = [new(ClaimTypes.NameIdentifier, name), new(ClaimTypes.Name, name), new(ClaimTypes.Role, role)];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "password"));
    }

    /// <summary>The role of a user, or nothing.</summary>
    public string? RoleOf(string name) => _roles.GetValueOrDefault(name);

    /// <summary>Changes the role; not if there is no such user or no such role.</summary>
    public bool TrySetRole(string name, string role)
    {
        if (!_roles.ContainsKey(name) || !Roles.All.Contains(role))
            return false;

        _roles[name] = role;
        return true;
    }
}
