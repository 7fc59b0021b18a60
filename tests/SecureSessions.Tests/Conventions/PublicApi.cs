using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecureSessions.Tests.Conventions;

/// <summary>Writes down what an assembly shows to the world.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.FullName).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {(int)Enum.Parse(type, name)}");

        return type.GetConstructors().Select(static constructor => $"new({Parameters(constructor)})")
            .Concat(type.GetProperties(Declared).Select(Describe))
            .Concat(type.GetFields(Declared).Select(static field => $"{field.Name}: {Name(field.FieldType)}{(field.IsLiteral ? " const" : "")}"))
            .Concat(type.GetMethods(Declared).Where(IsOfInterest).Select(static method => $"{method.Name}({Parameters(method)}): {Name(method.ReturnType)}"));
    }

    // Accessors stand with their properties; what the compiler writes for a record is not our doing.
    private static bool IsOfInterest(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null;

    private static string Describe(PropertyInfo property)
    {
        string setter = property.SetMethod is not { IsPublic: true } set ? ""
            : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        return $"{property.Name}: {Name(property.PropertyType)} {{ get;{setter} }}";
    }

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(static parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
