using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class TokenGrantTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    public static TheoryData<bool> Rotated => [false, true];

    [Theory]
    [MemberData(nameof(Rotated))]
    public void A_grant_is_read_back_from_the_payload_that_has_it(bool rotated)
    {
        var grant = new TokenGrant("cli", "Backup tool", "https://api.example.com")
        {
            RotatedAt = rotated ? At : null,
            ReplacedSince = rotated ? At.AddMinutes(-2) : null,
        };

        Assert.Equal(grant, TokenGrant.Of(grant.PutInto(SessionPayload.Empty)));
        Assert.Equal(grant, TokenGrant.Of(grant.PutInto(new TokenGrant("", "", "").PutInto(SessionPayload.Empty))));
    }

    [Fact]
    public void The_session_of_a_browser_has_no_grant() => Assert.Null(TokenGrant.Of(SessionPayload.Empty));

    [Fact]
    public void Bytes_that_are_cut_short_or_of_another_format_are_no_grant()
    {
        SessionPayload payload = new TokenGrant("cli", "", "").PutInto(SessionPayload.Empty);
        (string key, ReadOnlyMemory<byte> bytes) = Assert.Single(payload.Values);

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(Read(key, bytes[..length])));
        Assert.Null(Read(key, (byte[])[2, .. bytes.Span[1..]]));
    }

    private static TokenGrant? Read(string key, ReadOnlyMemory<byte> bytes) =>
        TokenGrant.Of(SessionPayload.Empty.WithValues(new Dictionary<string, ReadOnlyMemory<byte>> { [key] = bytes }));
}
