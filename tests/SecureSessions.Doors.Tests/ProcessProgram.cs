using SecureSessions.Doors.Tests.Proxies;
using SecureSessions.Doors.Tests.Tokens;

namespace SecureSessions.Doors.Tests;

/// <summary>
/// The tests are run by their runner. Started as a program, this is what runs in a process of its own: a node that nginx stands in front
/// of, or by the first argument an issuer of tokens, or an API that accepts them.
/// </summary>
internal static class ProcessProgram
{
    public static Task Main(string[] args) => args switch
    {
        [IssuerProgram.Name, .. string[] more] => IssuerProgram.RunAsync(more),
        [ApiProgram.Name, .. string[] more] => ApiProgram.RunAsync(more),
        _ => ProxiedApp.RunAsync(args),
    };
}
