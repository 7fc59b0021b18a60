using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SessionLabelTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);
    private static readonly SessionClient Client = new("Firefox on Windows", "192.0.2.0/24");
    private static readonly SessionAuthentication Authentication = new(At, ["pwd", "otp"], "aal2");
    private static readonly SessionLabel Nothing = new(new SessionClient(null, null), null);

    [Fact]
    public void The_layout_of_a_label_is_fixed() => Assert.Equal(
        "01" + "01000000" + "64" + "00000000" + "00505C18A3010000" + "01000000" + "03000000" + "707764" + "00000000",
        Convert.ToHexString(new SessionLabel(new SessionClient("d", null), new SessionAuthentication(At, ["pwd"], null)).ToBytes()));

    [Fact]
    public void The_layout_of_what_a_label_has_more_is_fixed() => Assert.Equal(
        "01" + "01000000" + "64" + "00000000" + "00505C18A3010000" + "00000000" + "00000000" + "01" + "02000000" + "7331",
        Convert.ToHexString(
            new SessionLabel(new SessionClient("d", null), new SessionAuthentication(At, [], null))
            {
                IsRemembered = true,
                ProviderSessionId = "s1",
            }.ToBytes()));

    [Theory]
    [InlineData(true, "s1")]
    [InlineData(true, "")]
    [InlineData(false, "s1")]
    public void What_a_label_has_more_is_read_back_and_left_out_where_it_is_too_long(bool isRemembered, string providerSessionId)
    {
        SessionLabel label = new(Client, Authentication) { IsRemembered = isRemembered, ProviderSessionId = providerSessionId };

        AssertSame(label, SessionLabel.Read(label.ToBytes()));
        AssertSame(
            label with { ProviderSessionId = "" },
            SessionLabel.Read((label with { ProviderSessionId = new string('s', SecureSessionDefaults.MaxLabelBytes) }).ToBytes()));
    }

    [Fact]
    public void The_name_of_a_client_comes_last_where_earlier_versions_do_not_look() => Assert.Equal(
        "01" + "01000000" + "64" + "00000000" + "00505C18A3010000" + "00000000" + "00000000" + "02" + "00000000" + "03000000" + "636C69",
        Convert.ToHexString(
            new SessionLabel(new SessionClient("d", null), new SessionAuthentication(At, [], null)) { ClientName = "cli" }.ToBytes()));

    [Fact]
    public void A_place_comes_after_the_name_of_a_client() => Assert.Equal(
        "01" + "01000000" + "64" + "00000000" + "00505C18A3010000" + "00000000" + "00000000" + "06" + "00000000" + "03000000" + "636C69"
        + "02000000" + "4445" + "00000000",
        Convert.ToHexString(
            new SessionLabel(new SessionClient("d", null) { Country = "DE" }, new SessionAuthentication(At, [], null))
            {
                ClientName = "cli",
            }.ToBytes()));

    [Theory]
    [InlineData("", "Germany", "Berlin")]
    [InlineData("cli", null, "Würzburg")]
    [InlineData("", "用户", null)]
    [Trait("Requirement", "ST-7")]
    public void A_place_is_read_back_and_left_out_before_the_name_of_a_client(string clientName, string? country, string? city)
    {
        SessionClient placed = Client with { Country = country, City = city };
        SessionLabel label = new(placed, Authentication) { ClientName = clientName };

        AssertSame(label, SessionLabel.Read(label.ToBytes()));
        AssertKeeps(
            new SessionLabel(placed, new SessionAuthentication(At, [], null)),
            new SessionLabel(placed, new SessionAuthentication(At, [], new string('x', SecureSessionDefaults.MaxLabelBytes))));
        AssertKeeps(
            new SessionLabel(Client, new SessionAuthentication(At, [], null)) { ClientName = clientName },
            new SessionLabel(Client with { Country = new string('x', SecureSessionDefaults.MaxLabelBytes) }, Authentication)
            {
                ClientName = clientName,
            });
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "s1")]
    public void The_name_of_a_client_is_read_back_and_left_out_last(bool isRemembered, string providerSessionId)
    {
        SessionLabel label = new(Client, Authentication)
        {
            IsRemembered = isRemembered,
            ProviderSessionId = providerSessionId,
            ClientName = "Backup tool",
        };

        AssertSame(label, SessionLabel.Read(label.ToBytes()));
        AssertKeeps(
            new SessionLabel(Client, new SessionAuthentication(At, [], null)) { ClientName = "Backup tool" },
            new SessionLabel(Client, new SessionAuthentication(At, [], new string('x', SecureSessionDefaults.MaxLabelBytes)))
            {
                ClientName = "Backup tool",
            });
        AssertKeeps(
            new SessionLabel(Client, new SessionAuthentication(At, [], null)),
            new SessionLabel(Client, Authentication) { ClientName = new string('x', SecureSessionDefaults.MaxLabelBytes) });
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public void A_label_has_the_name_of_the_client_of_a_session_without_a_cookie_or_else_its_id()
    {
        SessionPayload payload = SamplePayloads.All["signed in"] with { Ticket = default };

        Assert.Equal("Tool", SessionLabel.Of(new TokenGrant("cli", "Tool", "").PutInto(payload)).ClientName);
        Assert.Equal("cli", SessionLabel.Of(new TokenGrant("cli", "", "").PutInto(payload)).ClientName);
        Assert.Equal("", SessionLabel.Of(payload).ClientName);
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public void A_label_has_the_present_client_and_the_last_authentication()
    {
        var payload = SamplePayloads.All["signed in"] with
        {
            Ticket = default,
            Clients = [new SessionClient("Safari on iPhone", null), Client],
            Authentication = Authentication,
        };

        AssertSame(new SessionLabel(Client, Authentication), SessionLabel.Of(payload));
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public void A_label_has_a_step_up_as_the_last_authentication()
    {
        var stepUp = new SessionAuthentication(At.AddMinutes(1), ["hwk"], "aal3");
        SessionPayload payload = SamplePayloads.All["everything"] with
        {
            Ticket = default,
            Elevation = new SessionPayload.StepUp(stepUp, At.AddMinutes(6)),
        };

        Assert.Same(stepUp, SessionLabel.Of(payload).Authentication);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_label_that_is_written_is_read_back(bool hasClient, bool hasAuthentication)
    {
        var label = new SessionLabel(hasClient ? Client : Nothing.Client, hasAuthentication ? Authentication : null);

        AssertSame(label, SessionLabel.Read(label.ToBytes()));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void A_label_that_is_cut_short_yields_its_complete_parts()
    {
        byte[] bytes = new SessionLabel(Client, Authentication).ToBytes();
        int client = new SessionLabel(Client, null).ToBytes().Length;

        Assert.All(Enumerable.Range(0, client), length => AssertSame(Nothing, SessionLabel.Read(bytes.AsMemory(0, length))));
        Assert.All(
            Enumerable.Range(client, bytes.Length - client),
            length => AssertSame(new SessionLabel(Client, null), SessionLabel.Read(bytes.AsMemory(0, length))));
        AssertSame(new SessionLabel(Client, Authentication), SessionLabel.Read((byte[])[.. bytes, 1, 2, 3]));
    }

    [Fact]
    public void A_label_of_another_format_yields_nothing()
    {
        byte[] bytes = new SessionLabel(Client, Authentication).ToBytes();

        Assert.All((byte[])[0, 2, 255], format => AssertSame(Nothing, SessionLabel.Read((byte[])[format, .. bytes.AsSpan(1)])));
        AssertSame(Nothing, SessionLabel.Read(default));
    }

    [Fact]
    [Trait("Requirement", "ST-7")]
    public void Methods_and_level_that_are_too_long_are_left_out_of_a_label()
    {
        string text = new('x', SecureSessionDefaults.MaxLabelBytes);

        AssertKeeps(
            new SessionLabel(Client, new SessionAuthentication(At, [], null)),
            new SessionLabel(Client, new SessionAuthentication(At, [text], "aal2")));
        AssertKeeps(
            new SessionLabel(Client, new SessionAuthentication(At, [], null)),
            new SessionLabel(Client, new SessionAuthentication(At, [], text)));
        AssertKeeps(Nothing, new SessionLabel(new SessionClient(text, null), Authentication));
        AssertKeeps(Nothing, new SessionLabel(new SessionClient(text, null), null));
    }

    private static void AssertKeeps(SessionLabel expected, SessionLabel label)
    {
        byte[] bytes = label.ToBytes();
        Assert.InRange(bytes.Length, 1, SecureSessionDefaults.MaxLabelBytes);
        AssertSame(expected, SessionLabel.Read(bytes));
    }

    private static void AssertSame(SessionLabel expected, SessionLabel actual) => Assert.Equivalent(expected, actual, strict: true);
}
