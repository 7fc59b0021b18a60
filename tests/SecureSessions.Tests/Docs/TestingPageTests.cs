using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on tests of apps.</summary>
public sealed class TestingPageTests
{
    private static readonly DocPage Page = DocPage.Testing;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(typeof(TestUser))]
    [InlineData(typeof(TestBrowser))]
    public void The_table_of_a_type_names_every_member_of_it(Type type) => Assert.Equal(
        type.GetMembers().Where(member => member.DeclaringType == type && !IsAccessor(member)).Select(static member => member.Name)
            .Distinct().Order(StringComparer.Ordinal),
        Page.TableRows($"Of `{type.Name}`").SelectMany(static row => row.First.Replace("`", "", StringComparison.Ordinal).Split(", "))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_verb_is_named() => Assert.All(
        typeof(Microsoft.AspNetCore.Mvc.Testing.TestSessionsFactoryExtensions).GetMethods()
            .Where(static method => method.IsStatic).Select(static method => method.Name).Append("UseTestSessions"),
        static verb => Assert.Contains(verb, Page.Text, StringComparison.Ordinal));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/testing.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    private static bool IsAccessor(System.Reflection.MemberInfo member) =>
        member is System.Reflection.ConstructorInfo or System.Reflection.MethodInfo { IsSpecialName: true };
}
