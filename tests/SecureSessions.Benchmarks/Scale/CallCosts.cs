using System.Globalization;
using SecureSessions.Benchmarks.Measures;

namespace SecureSessions.Benchmarks.Scale;

/// <summary>What calls to a store of a size cost, round by round, in nanoseconds.</summary>
internal sealed class CallCosts(int size)
{
    private readonly Rounds _find = new();
    private readonly Rounds _create = new();
    private readonly Rounds _end = new();
    private readonly Rounds _sweep = new();

    public void Add(double find, double create, double end, double sweep)
    {
        _find.Add(find);
        _create.Add(create);
        _end.Add(end);
        _sweep.Add(sweep);
    }

    public static void Print(IEnumerable<CallCosts> all)
    {
        Console.WriteLine("| Sessions in memory | look-up | reserve and create | end and unlist | sweep, for each that expired |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (CallCosts costs in all)
            Console.WriteLine(costs.ToRow());
    }

    private string ToRow() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {size:N0} | {_find.ToText("N0")} ns | {_create.ToText("N0")} ns | {_end.ToText("N0")} ns | {_sweep.ToText("N0")} ns |");
}
