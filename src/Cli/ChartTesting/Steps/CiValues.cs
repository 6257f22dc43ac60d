namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>The values that a chart is tested with.</summary>
internal static class CiValues
{
    /// <summary>The files <c>ci/*-values.yaml</c> of a chart, by name.</summary>
    public static IReadOnlyList<string> Of(TestingContext context, string chart)
    {
        var folder = context.Host.Environment.ResolvePath(chart + "/ci");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*-values.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal)
                .Select(name => $"{chart.TrimEnd('/')}/ci/{name}")]
            : [];
    }
}
