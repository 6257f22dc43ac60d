using SecretsKit.Testing;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>What the reference says of the form of YAML files: rules, options, directives, configurations and formats.</summary>
public sealed class YamlLintTests
{
    private const string File = "yamllint.jsonl";

    public static IEnumerable<TheoryDataRow<string>> Ids => ChartTestingRows.Ids(File);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Yamllint_says_so(string id)
    {
        var row = ChartTestingRows.Row(File, id);
        using var folder = new TestFolder();
        ChartTestingRows.WriteFiles(row.GetProperty("files"), folder.Path);
        var (exit, output, error) = new YamlLintRun(folder.Path).Run(row.GetProperty("argv").Strings());
        Assert.Equal(row.Text("stdout"), output);
        Assert.Equal(row.Text("stderr"), error);
        Assert.Equal(row.GetProperty("exit").GetInt32(), exit);
    }
}
