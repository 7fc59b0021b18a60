using System.Security.Claims;

namespace SecureSessions.Tests.Authentication;

internal static class TestUsers
{
    public static ClaimsPrincipal Alice => Create("alice");

    public static ClaimsPrincipal Bob => Create("bob");

    public static ClaimsPrincipal Create(string id, params string[] roles) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, id),
            new Claim(ClaimTypes.Name, id),
            .. roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ],
        "password"));
}
