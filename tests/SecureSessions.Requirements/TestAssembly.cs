using System.Reflection;

namespace SecureSessions.Requirements;

/// <summary>Reads tests by the names of xunit's attributes, so that the version of xunit does not matter.</summary>
internal static class TestAssembly
{
    private const string Fact = "Xunit.FactAttribute";
    private const string Trait = "Xunit.TraitAttribute";
    private const string Requirement = "Requirement";

    /// <summary>Every test that names a requirement, tests inherited from a contract included.</summary>
    public static IEnumerable<(string Requirement, string Test)> FindRequirements(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false }
        from method in type.GetMethods()
        where method.CustomAttributes.Any(IsFact)
        from requirement in RequirementsOf(type).Concat(RequirementsOf(method))
        select (requirement, $"{type.Name}.{method.Name}");

    // Theory is a kind of Fact.
    private static bool IsFact(CustomAttributeData attribute)
    {
        for (Type? type = attribute.AttributeType; type is not null; type = type.BaseType)
        {
            if (type.FullName == Fact)
                return true;
        }

        return false;
    }

    private static IEnumerable<string> RequirementsOf(MemberInfo member) => member.CustomAttributes
        .Where(static attribute => attribute.AttributeType.FullName == Trait)
        .Where(static attribute => (string)attribute.ConstructorArguments[0].Value! == Requirement)
        .Select(static attribute => (string)attribute.ConstructorArguments[1].Value!);
}
