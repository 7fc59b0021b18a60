using Microsoft.AspNetCore.Http;
using Xunit;

namespace SecureSessions.Tests.Clients;

public sealed class ClientDeviceTests
{
    private const string Chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
    private const string Brave = "\"Chromium\";v=\"124\", \"Brave\";v=\"124\", \"Not-A.Brand\";v=\"99\"";

    public static TheoryData<string, string> RealOnes => RealUserAgents.All;

    [Theory]
    [Trait("Requirement", "MS-6")]
    [MemberData(nameof(RealOnes))]
    public void A_browser_or_tool_has_one_name_whatever_its_version(string userAgent, string label) =>
        Assert.Equal(label, LabelOf(userAgent));

    [Fact]
    public void The_table_of_user_agents_has_at_least_two_versions_of_each_client()
    {
        IEnumerable<IGrouping<object, object[]>> labels = RealOnes.GroupBy(static row => row[1]);

        Assert.True(RealOnes.Count >= 60);
        Assert.All(labels, static label => Assert.True(label.Count() >= 2));
    }

    [Theory]
    [InlineData("\"Google Chrome\";v=\"124\", \"Chromium\";v=\"124\"", "Chrome on Windows")]
    [InlineData("\"Not_A Brand\";v=\"8\", \"Chromium\";v=\"120\"", "Chrome on Windows")]
    [InlineData(Brave, "Brave on Windows")]
    [InlineData("\"Chromium\";v=\"124\", \"Vivaldi\";v=\"6.6\"", "Vivaldi on Windows")]
    [InlineData("\"Microsoft Edge\";v=\"124\", \"Chromium\";v=\"124\"", "Edge on Windows")]
    [InlineData("\"Opera GX\";v=\"109\", \"Chromium\";v=\"123\"", "Opera on Windows")]
    [InlineData("\"Someone\";v=\"1\"", "Chrome on Windows")]
    [InlineData(null, "Chrome on Windows")]
    public void Client_hints_distinguish_browsers_whose_user_agent_says_chrome(string? brands, string label) =>
        Assert.Equal(label, LabelOf(Chrome, brands));

    [Theory]
    [InlineData("\"Windows\"", "Edge on Windows")]
    [InlineData("\"macOS\"", "Edge on macOS")]
    [InlineData("\"Chrome OS\"", "Edge on ChromeOS")]
    [InlineData("\"Android\"", "Edge on Android")]
    [InlineData("\"Linux\"", "Edge on Linux")]
    [InlineData("\"TempleOS\"", "Edge")]
    [InlineData(null, "Edge")]
    public void Client_hints_name_a_device_whose_user_agent_names_none(string? platform, string label) =>
        Assert.Equal(label, LabelOf("Mozilla/5.0", "\"Microsoft Edge\";v=\"124\"", platform));

    [Theory]
    [InlineData("Brave on Windows", true)]
    [InlineData("Vivaldi on Windows", true)]
    [InlineData("Chrome on Windows", true)]
    [InlineData("Brave on macOS", false)]
    [InlineData("Firefox on Windows", false)]
    [InlineData("Edge on Windows", false)]
    [InlineData(null, false)]
    public void A_browser_made_of_chromium_is_the_same_device_without_its_hints(string? seen, bool same) =>
        Assert.Equal(same, ClientDevice.Of(Headers(Chrome)).IsSame(seen));

    [Fact]
    public void Other_client_hints_are_another_device() =>
        Assert.False(ClientDevice.Of(Headers(Chrome, "\"Google Chrome\";v=\"124\"")).IsSame("Brave on Windows"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_request_without_a_user_agent_has_no_device(string? userAgent) => Assert.Null(LabelOf(userAgent));

    [Theory]
    [Trait("Requirement", "LG-5")]
    [InlineData("evil.example/1.0", "Unknown browser")]
    [InlineData("https://evil.example", "Unknown browser")]
    [InlineData("<script>alert(1)</script>", "Unknown browser")]
    [InlineData("a\r\nb: c", "Unknown browser")]
    [InlineData("ev\u0001il/1", "Unknown browser")]
    [InlineData("ünïcode/1", "Unknown browser")]
    [InlineData("ThisNameIsLongerThanThirtyTwoCharacters/1", "Unknown browser")]
    [InlineData("-tool/1", "Unknown browser")]
    [InlineData("Mozilla", "Unknown browser")]
    [InlineData("tool\r\n on Windows/1", "Unknown browser on Windows")]
    public void The_name_of_a_tool_is_a_plain_word_or_none(string userAgent, string label) => Assert.Equal(label, LabelOf(userAgent));

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void Junk_in_the_headers_neither_throws_nor_becomes_part_of_a_label()
    {
        var random = new Random(20261);
        string[] parts =
        [
            "Mozilla/5.0", "(Windows", "Chrome/", "Safari/", "\r\n", "\0", "\u2028", "\ud800", "curl/", " ", "/", "\"", "é",
            new string('x', 600),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));

            string? label = ClientDevice.Of(Headers(text, text, text)).Label;

            Assert.True(
                label is null || (label.Length <= 64 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_')),
                label);
        }
    }

    private static string? LabelOf(string? userAgent, string? brands = null, string? platform = null) =>
        ClientDevice.Of(Headers(userAgent, brands, platform)).Label;

    private static HeaderDictionary Headers(string? userAgent, string? brands = null, string? platform = null) => new()
    {
        ["User-Agent"] = userAgent,
        ["Sec-CH-UA"] = brands,
        ["Sec-CH-UA-Platform"] = platform,
    };
}
