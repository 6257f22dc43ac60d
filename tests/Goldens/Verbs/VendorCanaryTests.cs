using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vendors;

namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// Credentials of vendors, data keys and values are in nothing that the program prints, and in no variable or argument of programs that it
/// starts by itself, whatever a server answers.
/// </summary>
public sealed class VendorCanaryTests
{
    // What a process trusts is decided at its start, so Azure, which has a certificate, is asked by VendorTraceTests.
    private static readonly IEnumerable<string> Vendors = VendorServer.Vendors.Except(["azure"]);

    public static TheoryData<string, string> Answers => new(
        from vendor in Vendors
        from kind in HostileAnswers.Kinds
        select (vendor, kind));

    public static TheoryData<string> All => [.. Vendors];

    [Theory, MemberData(nameof(Answers))]
    public async Task Nothing_secret_is_printed_whatever_a_server_answers(string vendor, string kind)
    {
        using var repository = new VendorRepository(vendor);
        var run = repository.Run;
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        run.Write("fresh.yaml", $"password: {VerbRun.Canary}\n");
        var parts = new List<string>();
        repository.Replace(request =>
        {
            Remember(request, parts);
            return HostileAnswers.Of(kind, repository.Server, request);
        });
        foreach (var words in (string[][])[
            ["view", "--verbose", "secrets.yaml"], ["dec", "secrets.yaml"], ["sops", "--verbose", "decrypt", "secrets.yaml"],
            ["sops", "rotate", "-i", "secrets.yaml"], ["sops", "exec-env", "secrets.yaml", "true"], ["enc", "fresh.yaml"],
            ["sops", "encrypt", "-i", "fresh.yaml"], ["check", "--decrypt"], ["doctor"]])
        {
            var result = await run.RunAsync(words);
            var shown = result.OutputText + result.ErrorText;
            foreach (var secret in (string[])[.. repository.Secrets, VerbRun.Canary, .. parts])
            {
                Assert.False(
                    shown.ReplaceLineEndings("").Contains(secret, StringComparison.Ordinal), $"{string.Join(' ', words)} shows {secret}");
            }
        }

        Assert.NotEmpty(parts);
        Assert.Contains(VerbRun.Canary, run.Read("fresh.yaml"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public async Task An_editor_gets_no_credentials(string vendor)
    {
        using var repository = new VendorRepository(vendor);
        var run = repository.Run;
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        run.Editor($"env > {run.File("seen")}; tr '\\0' ' ' < /proc/$$/cmdline >> {run.File("seen")}; sed -i 's/replicas: ./&1/' \"$1\"");
        foreach (var words in (string[][])[["edit", "--unattended", "secrets.yaml"], ["sops", "edit", "secrets.yaml"]])
        {
            var result = await run.RunAsync(words);
            Assert.True(result.Exit is 0, $"{string.Join(' ', words)}: {result.Exit} {result.ErrorText}");
            var seen = run.Read("seen");
            Assert.Contains("HOME=", seen, StringComparison.Ordinal);
            Assert.All(repository.Secrets, secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
            Assert.DoesNotContain(VerbRun.Canary, seen, StringComparison.Ordinal);
        }
    }

    // What a request to wrap carries: the data key in base64. Of ciphertexts nothing is secret.
    private static void Remember(ServedRequest request, List<string> parts)
    {
        foreach (var name in (string[])["Plaintext", "plaintext", "plain_text"])
        {
            if (System.Text.Json.Nodes.JsonNode.Parse(request.Body)?[name] is { } text)
            {
                parts.Add(text.GetValue<string>());
            }
        }
    }
}
