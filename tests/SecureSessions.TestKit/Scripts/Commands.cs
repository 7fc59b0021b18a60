using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.TestKit;

/// <summary>The commands that a handler can be written in, where a test has it as data: <c>signin ada; set a 1; hold x</c>.</summary>
internal static class Commands
{
    public static IEnumerable<string[]> Parse(string text) => text
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(static command => command.Split(' '));

    public static Task CarryOutAsync(HttpContext context, string[] words, Script script)
    {
        ISecureSession session = context.GetSecureSession();
        switch (words[0])
        {
            case "set": session.Set(words[1], Encoding.UTF8.GetBytes(words[2])); break;
            case "remove": session.Remove(words[1]); break;
            case "clear": session.Clear(); break;
            case "regenerate": session.Regenerate(); break;
            case "stepup": session.StepUp([words[1]], "aal2"); break;
            case "end": session.End(); break;
            case "fail": throw new InvalidOperationException("The script says so.");
            case "commit": return session.CommitAsync();
            case "signin": return context.SignInAsync(PrincipalOf(words[1]));
            case "signout": return context.SignOutAsync();
            case "refresh": return RefreshSignInAsync(context);
            case "token": return StoreTokenAsync(context, words[1], words[2]);
            case "tokens": return ShowTokensAsync(context);
            case "endone": return ManagerOf(context).EndAsync(session.UserId!, IdOf(session));
            case "endothers": return ManagerOf(context).EndOthersAsync(session);
            case "endall": return ManagerOf(context).EndAllAsync(session.UserId!);
            case "hold": return script.Hold(words[1]).WaitAsync();
            case "flush": return context.Response.Body.FlushAsync();
            case "pause": return script.Pause?.Invoke(context) ?? Task.CompletedTask;
            default: throw new ArgumentException($"Unknown command {words[0]}.", nameof(words));
        }

        return Task.CompletedTask;
    }

    // As SignInManager.RefreshSignInAsync does.
    private static async Task RefreshSignInAsync(HttpContext context)
    {
        AuthenticateResult current = await context.AuthenticateAsync();
        if (!current.Succeeded)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var principal = new ClaimsPrincipal(current.Principal.Identities.Append(new ClaimsIdentity([new Claim("refreshed", "yes")])));
        await context.SignInAsync(principal, current.Properties);
    }

    // As an app does that has fetched a new token from a provider.
    private static async Task StoreTokenAsync(HttpContext context, string name, string value)
    {
        AuthenticateResult current = await context.AuthenticateAsync();
        List<AuthenticationToken> tokens = [.. current.Properties!.GetTokens().Where(token => token.Name != name)];
        tokens.Add(new AuthenticationToken { Name = name, Value = value });
        current.Properties!.StoreTokens(tokens);
        await context.SignInAsync(current.Principal!, current.Properties);
    }

    private static async Task ShowTokensAsync(HttpContext context)
    {
        foreach (AuthenticationToken token in (await context.AuthenticateAsync()).Properties!.GetTokens())
            context.Session.SetString(token.Name, token.Value);
    }

    private static ISecureSessionManager ManagerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ISecureSessionManager>();

    private static SessionId IdOf(ISecureSession session) =>
        SessionId.TryParse(session.Id, out SessionId id) ? id : throw new InvalidOperationException("No session.");

    private static ClaimsPrincipal PrincipalOf(string user) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "script"));
}
