using System.Net;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>A circuit ends with the session that opened it.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class CircuitEndTests(Chromium chromium)
{
    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_page_whose_session_is_ended_from_elsewhere_becomes_the_login_page()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        string token = (await device.FindCookieAsync())!.Value;
        Assert.Equal(HttpStatusCode.OK, await StatusOfSalaryAsync(app, token));

        await app.Sessions.EndAllAsync("alice");

        await salary.IsGoneAsync();
        Assert.Equal(HttpStatusCode.Redirect, await StatusOfSalaryAsync(app, token));
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_sign_out_in_one_tab_ends_the_circuit_of_another()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        SalaryPage other = await SalaryPage.OpenAnotherAsync(device);

        await SalaryPage.SignOutButtonOf(other.Page).ClickAsync();

        await salary.IsGoneAsync();
        await Assertions.Expect(other.Page).ToHaveURLAsync($"{app.Address}");
    }

    private static async Task<HttpStatusCode> StatusOfSalaryAsync(BlazorApp app, string token)
    {
        using HttpClient thief = app.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/salary");
        request.Headers.Add("Cookie", $"__Host-id={token}");
        using HttpResponseMessage response = await thief.SendAsync(request);
        return response.StatusCode;
    }
}
