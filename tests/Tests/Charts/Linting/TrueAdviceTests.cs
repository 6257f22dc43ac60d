using SecretsKit.Charts.Linting.Advice;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Advice is true of charts of all shapes: no finding is false, and none that is true is lost.</summary>
public sealed class TrueAdviceTests
{
    // These say what is in the output and no more.
    private static readonly string[] Exact = ["K-090", "K-112", "K-113", "K-114", "K-115", "K-117", "K-118", "K-125", "K-127", "K-242"];

    /// <summary>Charts of more shapes, one a file. A part named <c>given</c> has the user's values.</summary>
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "testdata", "advice");

    [Theory, MemberData(nameof(Files))]
    public void Every_finding_of_longer_charts_is_true_and_none_is_lost(string name) =>
        Every_finding_is_true_and_none_is_lost(File.ReadAllText(Path.Combine(Folder, name)));

    [Theory]
    [InlineData(ShapeCharts.Parameters)]
    [InlineData(ShapeCharts.Dashes)]
    [InlineData(ShapeCharts.Reloading)]
    [InlineData(MoreShapeCharts.Drawing)]
    [InlineData(MoreShapeCharts.Controller)]
    [InlineData(MoreShapeCharts.Gathering)]
    [InlineData(MoreShapeCharts.Library)]
    [InlineData(MoreShapeCharts.Mistaken)]
    [InlineData(AskingShapeCharts.Asking)]
    [InlineData(AskingShapeCharts.Naming)]
    [InlineData(KeepingShapeCharts.Keeping)]
    [InlineData(KeepingShapeCharts.Closed)]
    [InlineData(GivenShapeCharts.Given)]
    [InlineData(GivenShapeCharts.Loaded)]
    public void Every_finding_is_true_and_none_is_lost(string chart)
    {
        using var folder = new AdviceFolder();
        var (expected, given) = (new List<string>(), "");
        foreach (var file in chart.Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, text) = (file[..file.IndexOf('\n')], file[(file.IndexOf('\n') + 1)..]);
            if (name == "true")
            {
                expected.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
            else if (name == "given")
            {
                given = text;
            }
            else
            {
                folder.Write(name, text);
            }
        }

        var found = folder.Advise(given, [.. ChartAdvisor.Rules.Select(rule => rule.Id).Except(Exact)]);
        var wrong = found.Where(line => !expected.Exists(start => line.StartsWith(start, StringComparison.Ordinal))).ToList();
        var lost = expected.Where(start => !found.Exists(line => line.StartsWith(start, StringComparison.Ordinal))).ToList();
        Assert.Equal(("", "", expected.Count), (string.Join('\n', wrong), string.Join('\n', lost), found.Count));
    }
}
