using SecretsKit.Integration.Helm.Transcripts;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// Decrypted values appear in no form of a diff, in Secrets or where templates put them elsewhere, unless they are asked for.
/// </summary>
public sealed class DiffSecretTests
{
    // That of the encrypted file, and its encoding in a Secret.
    private static readonly string[] Canaries = ["from-vault-room", "ZnJvbS12YXVsdC1yb29t"];

    [Theory]
    [InlineData("diff")]
    [InlineData("structured")]
    [InlineData("json")]
    [InlineData("simple")]
    [InlineData("dyff")]
    [InlineData("markdown")]
    [InlineData("html")]
    public async Task P_063_P_064_Decrypted_values_are_in_no_output(string format)
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart", "--set", "a=1");
        var (code, output, error) = await bench.RunAsync(
            "helm4", "diff", "upgrade", "r", "chart", "-f", "secrets.yaml", "--output", format);
        Assert.True(code == 0, error);
        Assert.Contains("r-leak", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Canaries, canary => output.Contains(canary, StringComparison.Ordinal));
        Assert.DoesNotContain(Canaries, canary => error.Contains(canary, StringComparison.Ordinal));
    }

    // Nothing is decrypted for these: records hold what was, and its name says what it is.
    [Theory]
    [InlineData("diff", "revision", "r", "1", "2")]
    [InlineData("diff", "rollback", "r", "1")]
    [InlineData("diff", "release", "r", "other")]
    [InlineData("diff", "upgrade", "r", "chart", "--set", "a=1")]
    [InlineData("diff", "upgrade", "r", "chart", "--set", "a=1", "--three-way-merge")]
    [InlineData("diff", "upgrade", "r", "chart", "--set", "a=1", "--exact")]
    public async Task P_063_Values_that_records_hold_under_names_of_secrets_are_masked(params string[] words)
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        foreach (var name in (string[])["r", "other"])
        {
            await bench.RequireAsync("helm4", "install", name, "chart", "--set", "a=1");
        }

        await bench.RequireAsync("helm4", "upgrade", "r", "chart", "-f", "secrets.yaml");
        var (code, output, error) = await bench.RunAsync("helm4", words);
        Assert.True(code == 0, error);
        Assert.Contains("leak", output, StringComparison.Ordinal);
        Assert.Contains("https://user:[REDACTED]@host", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Canaries, canary => output.Contains(canary, StringComparison.Ordinal));
        var (_, shown, _) = await bench.RunAsync("helm4", [.. words, "--show-secrets"]);
        Assert.Contains(Canaries[0], shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_shown_where_that_is_asked_for()
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart", "--set", "a=1");
        var (_, output, _) = await bench.RunAsync("helm4", "diff", "upgrade", "r", "chart", "-f", "secrets.yaml", "--show-secrets");
        Assert.Contains("from-vault-room", output, StringComparison.Ordinal);
    }

    private static FaultBench Prepare()
    {
        var bench = new FaultBench();
        foreach (var (path, text) in TranscriptCase.Load("secrets", "helm4/secrets-deploy").Files)
        {
            bench.Run.Write(path, text);
        }

        bench.Run.Variables["SOPS_AGE_KEY_FILE"] = "age.key";
        bench.Run.Write("chart/templates/leak.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-leak"}
            data: {url: "https://user:{{ (.Values.secret).password }}@host"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: "{{ .Release.Name }}-leak-too"}
            data: {a: "{{ (.Values.secret).password | default "" | b64enc }}"}
            """);
        return bench;
    }
}
