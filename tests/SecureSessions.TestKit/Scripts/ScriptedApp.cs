using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.TestKit;

/// <summary>An app that does with its session what the request tells it: <c>/do?script=signin ada; set a 1; hold x</c>.</summary>
/// <remarks>It answers with an <see cref="Answer"/>: what the handler saw when its script was done.</remarks>
public sealed class ScriptedApp
{
    private readonly ConcurrentDictionary<string, Hold> _holds = new(StringComparer.Ordinal);

    /// <summary>Runs at each <c>pause</c>.</summary>
    public Func<HttpContext, Task>? Pause { get; set; }

    /// <summary>Runs before each command, and with <c>answer</c> before the answer is put together.</summary>
    public Action<string[]>? Announce { get; set; }

    public Hold Hold(string name) => _holds.GetOrAdd(name, static _ => new Hold());

    public void Map(WebApplication app)
    {
        app.Map("/do", RunAsync);
        app.Map("/poll", RunAsync).AsPassive();
        app.Map("/bare", () => "no session").WithoutSession();
    }

    private async Task RunAsync(HttpContext context)
    {
        foreach (
            string command in context.Request.Query["script"].ToString().Split(
                ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = command.Split(' ');
            Announce?.Invoke(words);
            await CarryOutAsync(context, words);
        }

        Announce?.Invoke(["answer"]);
        await context.Response.WriteAsync(Answer.Describe(context.GetSecureSession()));
    }

    private Task CarryOutAsync(HttpContext context, string[] words)
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
            case "hold": return Hold(words[1]).WaitAsync();
            case "flush": return context.Response.Body.FlushAsync();
            case "pause": return Pause?.Invoke(context) ?? Task.CompletedTask;
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
