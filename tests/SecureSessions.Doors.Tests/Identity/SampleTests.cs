using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using SecureSessions.IdentitySample.Pages;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>The sample with ASP.NET Core Identity, from the first registration.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebApplicationFactory<IndexModel> _sample;

    public SampleTests() => _sample = new WebApplicationFactory<IndexModel>().WithWebHostBuilder(host => host
        .UseSetting("ConnectionStrings:Users", $"Data Source={Path.Combine(_folder.Path, "users.db")};Pooling=False")
        .ConfigureLogging(static logging => logging.ClearProviders()));

    [Fact]
    public async Task Users_register_sign_in_on_a_second_device_and_sign_it_out_by_a_change_of_password()
    {
        using Browser first = NewBrowser();
        Page page = await IdentityApp.SubmitAsync(first, "/Identity/Account/Register", new()
        {
            ["Input.Email"] = "ada@example.org",
            ["Input.Password"] = IdentityApp.Password,
            ["Input.ConfirmPassword"] = IdentityApp.Password,
        });
        Assert.Equal((HttpStatusCode.Redirect, "/"), (page.Status, page.Header("Location")));
        using Browser second = NewBrowser();
        page = await IdentityApp.LogInAsync(second, remember: true);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (page.Status, page.Header("Location")));
        string devices = (await second.GetAsync("/")).Body;
        Assert.Contains("another browser, since", devices, StringComparison.Ordinal);
        Assert.Contains(", remembered", devices, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await IdentityApp.ChangePasswordAsync(first)).Status);

        Assert.Contains("ada@example.org", (await first.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", (await second.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _sample.Dispose();
        _folder.Dispose();
    }

    private Browser NewBrowser() =>
        new(new HttpClient(_sample.Server.CreateHandler()) { BaseAddress = new Uri("https://localhost/"), Timeout = Patience.Limit });
}
