using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>What <c>helm dependency list</c> prints of charts that the reference's outputs at hand do not show.</summary>
public sealed class DependencyListTests
{
    private const string Chart = "apiVersion: v2\nname: c\nversion: 1.0.0\n";

    /// <summary>A cell of more than 80 characters ends in dots, and no column is wider.</summary>
    [Theory]
    [InlineData(80, "")]
    [InlineData(81, "")]
    [InlineData(20, "--max-col-width=10")]
    [InlineData(200, "--max-col-width=0")]
    public async Task Wide_columns_are_cut(int length, string option)
    {
        using var run = new VerbRun();
        var repository = "https://é".PadRight(length, 'x');
        run.Write("c/Chart.yaml", $"{Chart}dependencies:\n- {{name: a, version: 1.x, repository: {repository}}}\n");
        var widest = option.Length == 0 ? 80 : option[^1] == '0' && option[^2] == '=' ? 200 : 10;
        var cell = length <= widest ? repository : repository[..(widest - 3)] + "...";
        var width = Math.Max(cell.Length, "REPOSITORY".Length);
        string[] words = ["dependency", "list", "c", .. option.Length == 0 ? (string[])[] : [option]];
        var expected = $"NAME\tVERSION\t{"REPOSITORY".PadRight(width)}\tSTATUS \na   \t1.x    \t{cell.PadRight(width)}\tmissing\n\n";
        Assert.Equal(expected, (await run.RunAsync(["helm", .. words])).OutputText);
        Assert.Equal(expected, (await run.RunAsync(["helm3", .. words])).OutputText);
    }

    /// <summary>Only where nothing is declared at all there are none.</summary>
    [Theory]
    [InlineData("", "WARNING: no dependencies at c/charts\n")]
    [InlineData("dependencies:\n", "WARNING: no dependencies at c/charts\n")]
    [InlineData("dependencies: []\n", "NAME\tVERSION\tREPOSITORY\tSTATUS\n\n")]
    public async Task An_empty_list_is_a_list(string declared, string expected)
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", Chart + declared);
        Assert.Equal(expected, (await run.RunAsync("helm", "dependency", "list", "c")).OutputText);
    }
}
