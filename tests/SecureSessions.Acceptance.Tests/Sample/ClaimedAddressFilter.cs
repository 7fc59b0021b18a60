using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using SecureSessions.TestKit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>Has the sample believe what addresses the browsers of a test come from (<see cref="Browser.Address"/>).</summary>
internal sealed class ClaimedAddressFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        ClaimedAddress.Believe(app);
        next(app);
    };
}
