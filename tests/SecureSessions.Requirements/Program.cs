using System.Globalization;
using System.Reflection;
using SecureSessions.Requirements;

// Prints the table requirement -> tests of the test assemblies that it is given. Fails if a requirement has no test, or if a test names
// an id that docs/requirements.md does not have.
IReadOnlyDictionary<string, string> titles = RequirementList.Read();
ILookup<string, string> tests = args.Select(Assembly.LoadFrom).SelectMany(TestAssembly.FindRequirements)
    .Distinct()
    .ToLookup(static found => found.Requirement, static found => found.Test);

Console.WriteLine("Requirement -> tests");
foreach (string id in titles.Keys.Union(tests.Select(static group => group.Key)).OrderBy(Group).ThenBy(Number))
{
    Console.WriteLine(titles.TryGetValue(id, out string? title) ? $"{id,-6} {title}" : id);
    foreach (string test in tests[id].Order(StringComparer.Ordinal))
        Console.WriteLine($"       - {test}");
}

string[] untested = [.. titles.Keys.Where(id => !tests.Contains(id))];
if (untested.Length > 0)
    Console.WriteLine($"Requirements without a test: {string.Join(", ", untested)}");

string[] unknown = [.. tests.Select(static group => group.Key).Where(id => !titles.ContainsKey(id))];
if (unknown.Length > 0)
    Console.WriteLine($"Ids that are not in docs/requirements.md: {string.Join(", ", unknown)}");

return untested.Length + unknown.Length == 0 ? 0 : 1;

// CK-2 comes before CK-10.
static string Group(string id) => id.Split('-')[0];
static int Number(string id) => int.Parse(id.Split('-')[1], CultureInfo.InvariantCulture);
