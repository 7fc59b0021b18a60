using System.Buffers.Binary;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>The field <c>m</c> as <c>Scripts/Session.lua</c> packs it.</summary>
public sealed class SessionFactsTests
{
    private const double Created = 1_800_000_000_000;
    private const double Hour = 3_600_000;

    [Fact]
    public void Every_number_has_its_place()
    {
        var facts = new SessionFacts(Pack(Created, Created + (8 * Hour), Hour, Created + 5, 7, Created + 3, 0, 0, 0, 4, 6));

        Assert.Equal((Time(Created), Time(Created + (8 * Hour))), (facts.CreatedAt, facts.AbsoluteExpiresAt));
        Assert.Equal((Time(Created + 5), Time(Created + 5 + Hour)), (facts.LastSeenAt, facts.ExpiresAt));
        Assert.Equal((7, Time(Created + 3), 4, 6), (facts.Version, facts.SecretIssuedAt, facts.RefreshMark, facts.PrivilegeChanges));
        Assert.Null(facts.EndReason);
    }

    [Fact]
    public void The_idle_deadline_never_lies_behind_the_absolute_one() => Assert.Equal(
        Time(Created + 100), new SessionFacts(Pack(Created, Created + 100, Hour, Created + 5, 1, Created, 0, 0, 0, 0, 0)).ExpiresAt);

    [Fact]
    public void An_end_tells_why_and_when()
    {
        var facts = new SessionFacts(
            Pack(Created, Created + Hour, Hour, Created, 1, Created, (double)SessionEndReason.Limit, Created + 9, 1, 0, 0));

        Assert.Equal((SessionEndReason.Limit, Time(Created + 9)), (facts.EndReason, facts.EndedAt));
    }

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData(0)]
    [InlineData(112)]
    [InlineData(119)]
    [InlineData(121)]
    public void What_has_another_size_is_the_stores_fault(int length) =>
        Assert.Throws<SecureSessionStoreException>(() => _ = new SessionFacts(new byte[length]).Version);

    [Theory]
    [Trait("Requirement", "ST-7")]
    [InlineData(-1)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_time_is_the_stores_fault_or_the_beginning_of_all_times(double number)
    {
        byte[] bytes = Pack(number, number, number, number, number, number, number, number, number, number, number);

        Exception? refusal = Record.Exception(() => _ = new SessionFacts(bytes).CreatedAt);

        Assert.True(refusal is SecureSessionStoreException || (double.IsNaN(number) && refusal is null));
    }

    private static DateTimeOffset Time(double milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    private static byte[] Pack(params double[] numbers)
    {
        byte[] bytes = new byte[(numbers.Length * sizeof(double)) + SecretHash.Size];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), numbers[i]);
        return bytes;
    }
}
