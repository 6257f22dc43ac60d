using System.Text.Json;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Signing;

/// <summary>Where a list of signers counts, files must be signed to be used; where none does, nothing is asked.</summary>
public sealed class SignatureRequiredTests
{
    public static TheoryData<string[]> Uses => new()
    {
        new[] { "dec", "s.yaml" },
        new[] { "exec-env", "s.yaml", "--", "true" },
        new[] { "exec-file", "s.yaml", "--", "cat", "{}" },
        new[] { "template", "r", "c", "-f", "s.yaml" },
        new[] { "template", "r", "c", "-f", "secrets://s.yaml" },
        new[] { "template", "r", "c", "--set-file", "x=s.yaml" },
        new[] { "lint", "c", "-f", "s.yaml" },
        new[] { "values", "c", "-f", "s.yaml" },
        new[] { "diff", "c", "--values-a", "s.yaml", "--values-b", "p.yaml" },
        new[] { "helm", "template", "r", "c", "-f", "s.yaml" },
        new[] { "helm3", "secrets", "template", "r", "c", "-f", "s.yaml" },
        new[] { "secrets", "decrypt", "s.yaml" },
    };

    [Theory, MemberData(nameof(Uses))]
    public async Task A_file_is_used_only_if_it_is_signed(string[] words)
    {
        using var run = await WithChartAsync();
        var signed = await run.RunAsync(words);
        Assert.True(signed.Exit == 0, signed.ErrorText);

        foreach (var (text, message) in new[]
        {
            (Unsigned(run.Run.Read("s.yaml")), "refused: the file is not signed"),
            (
                run.Run.Read("s.yaml").Replace("b_unencrypted: shown", "c_unencrypted: shown", StringComparison.Ordinal),
                "refused: the signature does not hold"),
        })
        {
            run.Run.Write("s.yaml", text);
            File.Delete(run.Run.File("s.yaml.dec"));
            var refused = await run.RunAsync(words);
            Assert.NotEqual(0, refused.Exit);
            Assert.Contains(message, refused.ErrorText, StringComparison.Ordinal);
            Assert.Equal("", refused.OutputText);
            Assert.False(run.Run.Has("s.yaml.dec"));
        }

        // Without a list the file is as good as any.
        File.Delete(run.Run.File(SigningRun.Signers));
        Assert.Equal(0, (await run.RunAsync(words)).Exit);
    }

    [Fact]
    public async Task View_and_sops_show_a_file_that_is_not_signed()
    {
        using var run = await WithChartAsync();
        run.Run.Write("s.yaml", Unsigned(run.Run.Read("s.yaml")));
        var view = await run.RunAsync("view", "s.yaml");
        Assert.Equal((0, "a: x\nb_unencrypted: shown\n"), (view.Exit, view.OutputText));
        Assert.StartsWith("warning: s.yaml: the file is not signed, and ", view.ErrorText, StringComparison.Ordinal);
        Assert.Equal((0, ""), ((await run.RunAsync("sops", "decrypt", "s.yaml"))
            .Exit, (await run.RunAsync("sops", "decrypt", "s.yaml"))
            .ErrorText));
    }

    [Fact]
    public async Task The_nearest_list_counts_and_one_that_is_named_before_all()
    {
        using var run = new SigningRun().With("id_ed25519");
        await run.EncryptAsync("a/s.yaml", "a: x\n");
        await run.EncryptAsync("b/s.yaml", "a: x\n");
        run.Run.Write(SigningRun.Signers, SigningRun.Line("alice"));
        run.Run.Write("b/" + SigningRun.Signers, SigningRun.Line("bob", "id_rsa"));
        run.Run.Write("outside", SigningRun.Line("carol", "id_rsa"));
        Assert.Equal(("valid", "unknown-signer"), (await run.StatusAsync("a/s.yaml"), await run.StatusAsync("b/s.yaml")));
        Assert.Equal(0, (await run.RunAsync("dec", "a/s.yaml")).Exit);
        Assert.Equal(1, (await run.RunAsync("dec", "b/s.yaml")).Exit);
        Assert.Equal("unknown-signer", await run.StatusAsync("a/s.yaml", "--signers", "outside"));

        run.Run.Variables["SECRETSKIT_ALLOWED_SIGNERS"] = run.Run.File("outside");
        Assert.Equal("unknown-signer", await run.StatusAsync("a/s.yaml"));
        Assert.Equal(1, (await run.RunAsync("dec", "a/s.yaml")).Exit);
        Assert.Equal("valid", await run.StatusAsync("a/s.yaml", "--signers", SigningRun.Signers));
    }

    [Theory]
    [InlineData("alice ssh-ed25519\n")]
    [InlineData(null)]
    public async Task A_list_that_cannot_be_read_allows_nobody(string? text)
    {
        using var run = await WithChartAsync();
        if (text is null)
        {
            run.Run.Variables["SECRETSKIT_ALLOWED_SIGNERS"] = run.Run.File("missing");
        }
        else
        {
            run.Run.Write(SigningRun.Signers, text);
        }

        foreach (var words in (string[][])[["dec", "s.yaml"], ["template", "r", "c", "-f", "s.yaml"], ["set", "s.yaml", "a", "y"]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(1, result.Exit);
            Assert.Contains("the list of signers", result.ErrorText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("valid-before=\"20200101\"", "", "signer-expired error s.yaml")]
    [InlineData("namespaces=\"git\"", "", "unknown-signer error s.yaml")]
    [InlineData("", "unsigned", "unsigned error s.yaml")]
    [InlineData("", "changed", "bad-signature error s.yaml")]
    [InlineData("", "cut", "bad-signature error s.yaml")]
    public async Task Check_verify_reports_each_kind(string options, string change, string finding)
    {
        using var run = new SigningRun().With("id_ed25519").WithList(options: options);
        var text = await run.EncryptAsync("s.yaml", "a: x\nb_unencrypted: shown\n");
        run.Run.Write("s.yaml", change switch
        {
            "unsigned" => Unsigned(text),
            "changed" => text.Replace("b_unencrypted: shown", "c_unencrypted: shown", StringComparison.Ordinal),
            "cut" => text.Replace("        -----END SSH SIGNATURE-----\n", "", StringComparison.Ordinal),
            _ => text,
        });

        // What is in the repository cannot accept it, and no private key is needed.
        run.Run.Write(".secretskit-allow", "* *\n");
        run.Run.Write(
            "s.yaml", "# secretskit:allow\n" + run.Run.Read("s.yaml").Replace("# secretskit:allow\n", "", StringComparison.Ordinal));
        if (change.Length == 0)
        {
            run.Run.Write("s.yaml", text);
        }

        run.Run.Variables.Remove("SOPS_AGE_KEY");
        var found = await FindingsAsync(run, "check", "--verify", "-o", "json", "--skip", "not-verified");
        Assert.Equal(finding, found);
        if (finding.Length > 0)
        {
            Assert.Equal(
                "", await FindingsAsync(run, "check", "--verify", "-o", "json", "--skip", "not-verified", "--skip", finding.Split(' ')[0]));
        }
    }

    [Fact]
    public async Task Check_verify_tells_who_signed()
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        await run.EncryptAsync("s.yaml", "a: x\n");
        await run.EncryptAsync("t.yaml", "a: x\n");
        var result = await run.RunAsync("check", "--verify");
        Assert.Contains("2 encrypted, 2 verified, 2 signed by alice@example.com: 0 errors", result.ErrorText, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await run.RunAsync("check", "--verify", "-o", "json")).OutputText);
        Assert.Equal(2, json.RootElement.GetProperty("summary").GetProperty("signed").GetProperty("alice@example.com").GetInt32());

        var status = await run.RunAsync("filestatus", "s.yaml");
        Assert.Contains("  the file is signed by alice@example.com (SHA256:", status.OutputText, StringComparison.Ordinal);
    }

    private static async Task<string> FindingsAsync(SigningRun run, params string[] words)
    {
        var result = await run.RunAsync(words);
        Assert.True(result.Exit is 0 or 2, result.ErrorText);
        using var json = JsonDocument.Parse(result.OutputText);
        return string.Join('\n', json.RootElement.GetProperty("findings").EnumerateArray()
            .Select(
                finding => string.Join(' ', ((string[])["rule", "level", "path"]).Select(name => finding.GetProperty(name).GetString())))
            .Where(line => line.EndsWith(" s.yaml", StringComparison.Ordinal)));
    }

    private static string Unsigned(string text)
    {
        var start = text.IndexOf("    secretskit_signature:", StringComparison.Ordinal);
        const string End = "-----END SSH SIGNATURE-----\n";
        return text.Remove(start, text.IndexOf(End, StringComparison.Ordinal) + End.Length - start);
    }

    private static async Task<SigningRun> WithChartAsync()
    {
        var run = new SigningRun().With("id_ed25519").WithList();
        await run.EncryptAsync("s.yaml", "a: x\nb_unencrypted: shown\n");
        run.Run.Write("p.yaml", "a: z\n");
        run.Run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nicon: https://example.com/icon.png\n");
        run.Run.Write("c/values.yaml", "a: v\n");
        run.Run.Write("c/templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: {{ .Values.a }}\n");
        return run;
    }
}
