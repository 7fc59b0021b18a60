using System.Globalization;

namespace SecureSessions.Benchmarks.Measures;

/// <summary>A figure that was measured in several rounds, of which the median counts.</summary>
internal sealed class Rounds
{
    private readonly List<double> _figures = [];

    public double Median
    {
        get
        {
            double[] ordered = [.. _figures.Order()];
            return (ordered[ordered.Length / 2] + ordered[(ordered.Length - 1) / 2]) / 2;
        }
    }

    public static Rounds Of(IEnumerable<double> figures)
    {
        var rounds = new Rounds();
        rounds._figures.AddRange(figures);
        return rounds;
    }

    public void Add(double figure) => _figures.Add(figure);

    /// <summary>The median with the range, in a numeric format.</summary>
    public string ToText(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Text(Median, format)} ({Text(_figures.Min(), format)} to {Text(_figures.Max(), format)})");

    private static string Text(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);
}
