using SecretsKit.Goldens.Sops;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>What the reference says of data that schemas describe.</summary>
public sealed class YamaleTests
{
    private const string Rows = "yamale.jsonl";
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("ct");

    public static IEnumerable<TheoryDataRow<string>> Ids => ChartTestingRows.Ids(Rows);

    [Theory]
    [MemberData(nameof(Ids))]
    public Task Yamale_says_so(string id) => SopsRows.CheckAsync(Gaps, id, () =>
    {
        var row = ChartTestingRows.Row(Rows, id);
        using var folder = new TestFolder();
        ChartTestingRows.WriteFiles(row.GetProperty("files"), folder.Path);
        var (exit, output) = YamaleRun.Run(folder.Path, row.GetProperty("argv").Strings());
        Assert.Equal(row.Text("stdout"), output.Replace(folder.Path, "{CWD}", StringComparison.Ordinal));
        Assert.Equal("", row.Text("stderr"));
        Assert.Equal(row.GetProperty("exit").GetInt32(), exit);
        return Task.CompletedTask;
    });
}
