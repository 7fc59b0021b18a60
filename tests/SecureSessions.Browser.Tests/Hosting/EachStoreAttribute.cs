using System.Reflection;
using Xunit.Sdk;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>Runs a theory with the sessions in memory and on Redis, and with each of some values if there are any.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachStoreAttribute(params object[] values) : DataAttribute
{
    /// <summary>What comes after the store.</summary>
    public IReadOnlyList<object> Values { get; } = values;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from store in Enum.GetValues<SampleStore>()
        from row in Values.Count == 0 ? [[store]] : Values.Select(value => (object[])[store, value])
        select row;
}
