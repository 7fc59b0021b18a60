using System.Reflection;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>
/// What an assembly shows to the world, by the names that its documentation uses; without parameters, so that an overload is the same name
/// once more.
/// </summary>
internal static class PublicNames
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(static type =>
        type.GetMembers(Declared).Where(IsVisible).Select(
            member => $"{Kind(member)}:{Name(type)}.{Name(member)}").Prepend($"T:{Name(type)}"));

    /// <summary>The name as a documented member has it, without its parameters: <c>M:Space.Type.Method``1(System.String)</c>.</summary>
    public static string Shorten(string documented) => documented.Split('(', '`', '~')[0];

    // What a subclass sees is shown to the world as well.
    private static bool IsVisible(MemberInfo member) => member switch
    {
        Type => false,
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        _ => true,
    };

    private static char Kind(MemberInfo member) => member switch
    {
        PropertyInfo => 'P',
        FieldInfo => 'F',
        EventInfo => 'E',
        _ => 'M',
    };

    private static string Name(Type type) => Shorten(type.FullName!.Replace('+', '.'));

    private static string Name(MemberInfo member) => member.Name.Replace('.', '#');
}
