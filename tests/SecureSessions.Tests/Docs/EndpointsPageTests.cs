using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page for those who write pages.</summary>
public sealed class EndpointsPageTests
{
    private static readonly DocPage Page = DocPage.Endpoints;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.EndpointOptions.Order(), Page.TableRows("Option").Order());

    [Fact]
    public async Task The_answers_have_the_shape_that_it_shows()
    {
        await using SessionHost host = await SessionHost.StartAsync(static app =>
        {
            SmallApp.Map(app);
            app.MapSecureSessions();
        });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        string[] answers =
        [
            (await browser.GetAsync("/session/status")).Body,
            (await browser.GetAsync("/session/list")).Body,
            (await browser.SendAsync(HttpMethod.Post, "/session/end-others", null, ("Sec-Fetch-Site", "same-origin"))).Body,
        ];

        Assert.Equal(Page.JsonBlocks.Select(ShapeOf), answers.Select(ShapeOf));
    }

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/endpoints.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    private static string ShapeOf(string json) => ShapeOf(JsonDocument.Parse(json).RootElement);

    // The names, in order; of an array, those of its first element.
    private static string ShapeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            "{" + string.Join(' ', element.EnumerateObject().Select(static field => field.Name + ShapeOf(field.Value))) + "}",
        JsonValueKind.Array when element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.Object =>
            "[" + ShapeOf(element[0]) + "]",
        JsonValueKind.Array => "[]",
        _ => "",
    };
}
