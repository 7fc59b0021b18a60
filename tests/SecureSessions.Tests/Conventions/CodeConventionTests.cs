using System.Reflection;
using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Tests.Conventions;

public sealed class CodeConventionTests
{
    public static TheoryData<string> Packages => [.. Package.All.Select(static package => package.Name)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_class_is_sealed_or_static_but_those_to_subclass(string package) =>
        Assert.Equal(
            package switch
            {
                _ when package == Package.Core.Name => [nameof(CompareAndSetSessionStore)],
                _ when package == Package.Testing.Name =>
                [
                    nameof(SessionCountersContract),
                    nameof(SessionIndexContract),
                    nameof(SessionStoreContract),
                    nameof(SigningKeyStoreContract),
                ],
                _ => Array.Empty<string>(),
            },
            Package.Named(package).Types.Where(static type => type is { IsClass: true, IsSealed: false }).Select(static type => type.Name)
                .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void What_returns_a_task_is_named_async_unless_the_framework_named_it_or_it_is_a_test(string package)
    {
        IEnumerable<string> odd = Package.Named(package).Types
            .SelectMany(
                static type => type.GetMethods(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => IsTask(method.ReturnType) && !method.Name.Contains('<', StringComparison.Ordinal))
            .Where(static method => !method.Name.EndsWith("Async", StringComparison.Ordinal) && !method.IsSpecialName)
            .Where(static method => method.GetCustomAttribute<FactAttribute>() is null)
            .Where(static method => method.GetBaseDefinition() == method)
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Empty(odd);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_file_mentions_only_types_of_its_own_folder_or_of_folders_before_it(string package) =>
        Assert.Empty(SourceTree.Load(package).ForwardMentions(Package.Named(package).Folders));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_folder_has_its_place_in_the_order(string package) =>
        Assert.Empty(SourceTree.Load(package).Folders.Except(Package.Named(package).Folders));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_file_holds_one_type_and_has_its_name(string package) => Assert.Empty(SourceTree.Load(package).MisnamedFiles());

    [Fact]
    [Trait("Requirement", "ST-4")]
    public void Secrets_and_hashes_are_compared_in_fixed_time_and_in_no_other_way()
    {
        Assert.Contains(
            "CryptographicOperations.FixedTimeEquals",
            SourceTree.Load(Package.Core.Name).TextOf("SecretHash.cs"),
            StringComparison.Ordinal);
        foreach (Type type in (Type[])[typeof(SecretHash), typeof(SessionSecret), typeof(SessionToken)])
        {
            Assert.Null(type.GetMethod("op_Equality"));
            Assert.Equal(typeof(ValueType), type.GetMethod(nameof(Equals), [typeof(object)])!.DeclaringType);
        }

        Assert.Equal(0, SourceTree.Load(Package.Core.Name).CountOf("SequenceEqual", except: ["CookieHeaderReader.cs", "Base64UrlText.cs", "CommonTexts.cs", "OpenedPayloads.cs"]));
    }

    /// <summary>
    /// What an answer does to the cookie, and why a session ended, has one place to audit: <see cref="RequestSession.Apply"/>.
    /// </summary>
    [Theory]
    [InlineData("AnswerCookie.Send(")]
    [InlineData("AnswerCookie.Delete(")]
    [InlineData("AnswerCookie.DeleteCompanions(")]
    [InlineData("AnswerCookie.Forget(")]
    [InlineData("Session.EndReason = ")]
    [InlineData("Session.Forget(")]
    [InlineData("Session.Adopt(")]
    public void One_method_decides_the_cookie_the_session_and_the_reason_for_its_end(string text)
    {
        SourceTree tree = SourceTree.Load(Package.Core.Name);

        Assert.Equal(1, tree.CountOf(text, except: []));
        Assert.Contains(text, tree.TextOf("RequestSession.cs"), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsTask(Type type) =>
        typeof(Task).IsAssignableFrom(type)
            || type == typeof(ValueTask)
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
}
