using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Company.WebApplication1;

/// <summary>The only user. Replace it by your own users: ASP.NET Core Identity, a database, or a remote provider.</summary>
internal sealed class DemoUser
{
    private const string UserName = "demo";

    private readonly byte[] _password;

    public DemoUser(IConfiguration configuration, IHostEnvironment environment)
    {
        string? password = configuration["Demo:Password"];
        if (string.IsNullOrEmpty(password))
        {
            if (!environment.IsDevelopment())
            {
                throw new InvalidOperationException(
                    "The demo user has no password. Set Demo:Password, for example by the environment variable Demo__Password, or "
                    + "replace DemoUser by users of your own.");
            }

            // The password goes to the console and not to the log, because logs are kept.
            password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
            Console.WriteLine($"Sign in as {UserName} with the password {password}");
            Console.WriteLine("It is valid until the app ends. To keep a password: dotnet user-secrets set Demo:Password <password>");
        }

        _password = Hash(password);
    }

    /// <summary>Returns the user of that name and password, or nothing.</summary>
    public ClaimsPrincipal? Find(string? userName, string? password)
    {
        bool isPassword = CryptographicOperations.FixedTimeEquals(Hash(password ?? ""), _password);
        return isPassword && userName == UserName
            ? new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, UserName), new Claim(ClaimTypes.Name, UserName)], "password"))
            : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
