using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class StatementTests
{
    public static TheoryData<SqlDialect> Dialects => [.. Enum.GetValues<SqlDialect>()];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Every_name_in_braces_is_replaced_and_no_comment_is_sent(SqlDialect dialect)
    {
        var statements = new SqlStatements(DialectTraits.Of(dialect), dialect == SqlDialect.Sqlite ? null : "sessions");

        Assert.All(AllStatements.Of(statements), static statement => Assert.DoesNotContain('{', statement.Text));
        Assert.All(AllStatements.Of(statements), static statement => Assert.DoesNotContain("--", statement.Text, StringComparison.Ordinal));
        Assert.DoesNotContain('{', statements.Schema);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_read_changes_nothing(SqlDialect dialect)
    {
        var statements = new SqlStatements(DialectTraits.Of(dialect), schema: null);

        Assert.All(
            AllStatements.Of(statements).Where(static statement => statement.IsRead),
            static statement => Assert.DoesNotMatch("INSERT|UPDATE|DELETE", statement.Text));
        Assert.All(
            AllStatements.Of(statements).Where(static statement => !statement.IsRead),
            static statement => Assert.Matches("INSERT|UPDATE|DELETE", statement.Text));
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("")]
    [InlineData("a\0b\r\n")]
    [InlineData("\u001a")]
    [InlineData("\u001a0\0\u001a1\u001a\u001a")]
    public void A_text_comes_back_as_it_was(string text)
    {
        Assert.Equal(text, StoredText.ToText(StoredText.From(text)));
        Assert.DoesNotContain('\0', StoredText.From(text));
    }

    [Fact]
    public void No_two_texts_are_stored_as_one()
    {
        string[] texts = ["\0", "\u001a", "\u001a0", "\u001a1", "0", "1", "\0\0", "\u001a\0"];

        Assert.Equal(texts.Length, texts.Select(StoredText.From).Distinct(StringComparer.Ordinal).Count());
    }
}
