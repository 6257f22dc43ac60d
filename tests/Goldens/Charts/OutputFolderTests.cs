using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Renderings written into a folder.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private readonly VerbRun _run = new();

    public OutputFolderTests()
    {
        _run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        _run.Write("c/templates/t.yaml", "{{ range until 3 }}\n---\nkind: ConfigMap\nmetadata: {name: m{{ . }}}\n{{ end }}");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Documents_of_a_template_come_into_one_file_which_each_run_makes_anew()
    {
        for (var i = 0; i < 2; i++)
        {
            var run = await _run.RunAsync("helm", "template", "r", "c", "--output-dir", "out");
            Assert.Equal((0, ""), (run.Exit, run.ErrorText));
            Assert.Equal(3, run.OutputText.Split('\n').Count(line => line == "wrote out/c/templates/t.yaml"));
            Assert.Equal(["m0", "m1", "m2"], _run.Read("out/c/templates/t.yaml")
                .Split('\n')
                .Where(line => line.StartsWith("metadata", StringComparison.Ordinal))
                .Select(line => line[17..19]));
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        _run.Write("file", "x");
        var behind = await _run.RunAsync("helm", "template", "r", "c", "--output-dir", "file/out");
        Assert.Equal(1, behind.Exit);
        Assert.StartsWith("Error: mkdir file: not a directory\n", behind.ErrorText, StringComparison.Ordinal);
        Assert.Equal("x", _run.Read("file"));
        var nowhere = await _run.RunAsync("helm", "template", "r", "c", "--output-dir", "/proc/nope");
        Assert.Equal(1, nowhere.Exit);
        Assert.StartsWith("Error: mkdir /proc/nope: ", nowhere.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_verb_warns_of_secrets_that_it_writes_in_the_clear()
    {
        _run.Write("c/templates/s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n");
        var own = await _run.RunAsync("template", "r", "c", "--output-dir", "out");
        Assert.Equal(
            (0, "warning: 1 Secret is in the clear below out\nhint: keep that folder out of git, and remove it once it was used\n"),
            (own.Exit, own.ErrorText));
        Assert.Equal("", (await _run.RunAsync("helm", "template", "r", "c", "--output-dir", "out")).ErrorText);
    }

    [Fact]
    public async Task A_file_that_is_a_folder_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_run.Path, "out/c/templates/t.yaml"));
        var run = await _run.RunAsync("helm", "template", "r", "c", "--output-dir", "out");
        Assert.Equal(
            (1, "Error: open out/c/templates/t.yaml: is a directory\n"),
            (run.Exit, run.ErrorText[..(run.ErrorText.IndexOf('\n', StringComparison.Ordinal) + 1)]));
    }
}
