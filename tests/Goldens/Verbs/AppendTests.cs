namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// What the page <c>docs/append-without-a-key.md</c> says: no value can be added to a file without its key, and a second file for the same
/// recipients does what people want.
/// </summary>
public sealed class AppendTests : IDisposable
{
    private readonly VerbRun _run = new VerbRun().WithKey();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_value_is_added_by_somebody_who_has_public_recipients_alone_and_deployed_with_the_others()
    {
        _run.Write("secrets.yaml", $"database:\n  user: orders\n  password: {VerbRun.Canary}\n");
        Assert.Equal(0, (await _run.RunAsync("enc", "secrets.yaml")).Exit);
        var identity = _run.Variables["SOPS_AGE_KEY"];
        var before = _run.Read("secrets.yaml");

        // The contributor.
        _run.Variables.Remove("SOPS_AGE_KEY");
        _run.Write("secrets.mail.yaml", $"mail:\n  password: {VerbRun.Canary}-mail\n");
        var enc = await _run.RunAsync("enc", "--for-others", "secrets.mail.yaml");
        Assert.Equal(0, enc.Exit);
        Assert.DoesNotContain(VerbRun.Canary, _run.Read("secrets.mail.yaml"), StringComparison.Ordinal);
        Assert.Equal(1, (await _run.RunAsync("view", "secrets.mail.yaml")).Exit);
        Assert.Equal(1, (await _run.RunAsync("set", "secrets.yaml", "mail.password", "x", "--new")).Exit);
        Assert.Equal(before, _run.Read("secrets.yaml"));

        // The pipeline.
        _run.Variables["SOPS_AGE_KEY"] = identity;
        _run.Write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
        _run.Write("chart/templates/a.yaml", "a: {{ .Values.database.user }}\nb: {{ .Values.mail.password }}\n");
        var template = await _run.RunAsync("template", "orders", "chart", "-f", "secrets.yaml", "-f", "secrets.mail.yaml");
        Assert.Equal(
            (0, $"---\n# Source: chart/templates/a.yaml\na: orders\nb: {VerbRun.Canary}-mail\n"), (template.Exit, template.OutputText));
    }

    [Fact]
    public async Task A_value_that_is_written_into_a_file_without_its_key_is_found()
    {
        _run.Write("secrets.yaml", "a: 1\n");
        Assert.Equal(0, (await _run.RunAsync("enc", "secrets.yaml")).Exit);
        _run.Write("secrets.yaml", "b_unencrypted: 2\n" + _run.Read("secrets.yaml"));
        Assert.Equal(51, (await _run.RunAsync("sops", "decrypt", "secrets.yaml")).Exit);
    }
}
