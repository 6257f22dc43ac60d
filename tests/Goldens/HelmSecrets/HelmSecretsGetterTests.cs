using System.Diagnostics;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.HelmSecrets;

/// <summary>The URL schemes, as Helm calls them for a plain <c>helm ... -f secrets://FILE</c>.</summary>
public sealed class HelmSecretsGetterTests
{
    private const string Plain = $"password: {VerbRun.Canary}\n";

    private static Task<SopsResult> FetchAsync(VerbRun run, string url) => run.RunAsync("secrets", "downloader", "", "", "", url);

    private static async Task<VerbRun> EncryptedAsync(params string[] words)
    {
        var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync(["enc", .. words, "secrets.yaml"])).Exit);
        run.Write("plain.yaml", "a: 1\n");
        return run;
    }

    [Theory]
    [InlineData("secrets://secrets.yaml", Plain)]
    [InlineData("secrets://sops!secrets.yaml", Plain)]
    [InlineData("secrets://!secrets.yaml", Plain)]
    [InlineData("secrets://plain.yaml", "a: 1\n")]
    [InlineData("secrets://?none.yaml", "")]
    [InlineData("secrets://?secrets.yaml", Plain)]
    [InlineData("secrets://noop!plain.yaml", "a: 1\n")]
    [InlineData("secrets+literal://words", "words")]
    public async Task Prints_the_plaintext_and_nothing_else(string url, string content)
    {
        using var run = await EncryptedAsync();
        var before = Directory.GetFiles(run.Path);
        foreach (var entry in (string[])["downloader", "secrets-getter"])
        {
            var result = await run.RunAsync("secrets", entry, "", "", "", url);
            Assert.Equal((0, content, ""), (result.Exit, result.OutputText, result.ErrorText));
        }

        Assert.Equal(before, Directory.GetFiles(run.Path));
    }

    [Theory]
    [InlineData("secrets://none.yaml", "[helm-secrets] File does not exist: none.yaml\n")]
    [InlineData("secrets://nope!secrets.yaml", "[helm-secrets] Can't find secret backend: nope\n")]
    [InlineData("secrets://vals!ref.yaml", "[helm-secrets] vals references (ref+...) are not resolved by this version: ref.yaml\n")]
    [InlineData(
        "secrets+literal://vals!ref+echo://x",
        "[helm-secrets] vals references (ref+...) are not resolved by this version: a literal value\n")]
    [InlineData(
        "secrets+age-import-kubernetes://ns/key#k?secrets.yaml",
        "[helm-secrets] secrets+age-import-kubernetes:// is not available in this version: keys are not read from the cluster\n")]
    [InlineData(
        "secrets+gpg-import://secrets.yaml", "[helm-secrets] Invalid syntax: secrets+gpg-import://[path to key]?[path secrets.yaml]\n")]
    [InlineData("secrets+gpg-import://none.asc?secrets.yaml", "[helm-secrets] File does not exist: none.asc\n")]
    [InlineData("gopher://x", "[helm-secrets] Unknown protocol 'gopher'!\n")]
    [InlineData("secrets.yaml", "[helm-secrets] Unknown protocol 'secrets.yaml'!\n")]
    public async Task Failures_are_lines_of_the_plugin_alone(string url, string message)
    {
        using var run = await EncryptedAsync();
        run.Write("ref.yaml", "a: ref+echo://x\n");
        var result = await FetchAsync(run, url);
        Assert.Equal((1, "", message), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Imports_an_age_key_for_one_file()
    {
        using var run = await EncryptedAsync();
        run.Write("keys/k.txt", GoldenKeys.Identity("a1") + "\n");
        run.Variables.Remove("SOPS_AGE_KEY");
        Assert.Equal(Plain, (await FetchAsync(run, "secrets+age-import://keys/k.txt?secrets.yaml")).OutputText);
        run.Variables["HELM_SECRETS_KEY_LOCATION_PREFIX"] = "keys/";
        Assert.Equal(Plain, (await FetchAsync(run, "secrets+age-import://keys/k.txt?secrets.yaml")).OutputText);
    }

    [Theory]
    [InlineData("other/k.txt")]
    [InlineData("keys/../other/k.txt")]
    public async Task A_key_elsewhere_than_allowed_is_refused(string key)
    {
        using var run = await EncryptedAsync();
        run.Variables["HELM_SECRETS_KEY_LOCATION_PREFIX"] = "keys/";
        Assert.Equal(
            $"[helm-secrets] Key location '{key}' is not allowed\n",
            (await FetchAsync(run, $"secrets+age-import://{key}?secrets.yaml")).ErrorText);
    }

    [Theory]
    [InlineData("HELM_SECRETS_ALLOW_AGE_IMPORT", "secrets+age-import")]
    [InlineData("HELM_SECRETS_ALLOW_GPG_IMPORT", "secrets+gpg-import")]
    public async Task Imports_can_be_forbidden(string variable, string scheme)
    {
        using var run = await EncryptedAsync();
        run.Variables[variable] = "false";
        Assert.Equal(
            $"[helm-secrets] {scheme}:// is not allowed in this context!\n",
            (await FetchAsync(run, $"{scheme}://k?secrets.yaml")).ErrorText);
    }

    [Fact]
    public async Task Literals_may_be_documents_of_sops()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.json", $"{{\"a\": \"{VerbRun.Canary}\"}}");
        Assert.Equal(0, (await run.RunAsync("enc", "s.json")).Exit);
        var result = await FetchAsync(run, "secrets+literal://" + run.Read("s.json"));
        Assert.Equal((0, $"{{\n\t\"a\": \"{VerbRun.Canary}\"\n}}\n"), (result.Exit, result.OutputText));
    }

    [Fact]
    public async Task Variables_in_urls_are_expanded_only_when_asked_for()
    {
        using var run = await EncryptedAsync();
        run.Variables["STAGE"] = "secrets";
        Assert.Equal("[helm-secrets] File does not exist: ${STAGE}.yaml\n", (await FetchAsync(run, "secrets://${STAGE}.yaml")).ErrorText);
        run.Variables["HELM_SECRETS_URL_VARIABLE_EXPANSION"] = "true";
        Assert.Equal(Plain, (await FetchAsync(run, "secrets://${STAGE}.yaml")).OutputText);
        Assert.Equal("[helm-secrets] variable NONE is not set\n", (await FetchAsync(run, "secrets://${NONE}.yaml")).ErrorText);
    }

    [Theory]
    [InlineData(
        "HELM_SECRETS_VALUES_ALLOW_SYMLINKS",
        "folder/secrets.yaml",
        "Values file 'folder/secrets.yaml' is a symlink. Symlinks are not allowed.")]
    [InlineData("HELM_SECRETS_VALUES_ALLOW_SYMLINKS", "?link.yaml", "Values file 'link.yaml' is a symlink. Symlinks are not allowed.")]
    [InlineData(
        "HELM_SECRETS_VALUES_ALLOW_PATH_TRAVERSAL",
        "a/../secrets.yaml",
        "Values filepath 'a/../secrets.yaml' contains '..'. Path traversal is not allowed.")]
    public async Task Paths_can_be_forbidden(string variable, string path, string message)
    {
        using var run = await EncryptedAsync();
        File.CreateSymbolicLink(run.File("link.yaml"), run.File("secrets.yaml"));
        Directory.CreateSymbolicLink(run.File("folder"), run.Path);
        run.Variables[variable] = "false";
        var result = await FetchAsync(run, "secrets://" + path);
        Assert.Equal(
            (1, $"[helm-secrets] {message}\n[helm-secrets] File does not exist: {path.TrimStart('?')}\n"), (result.Exit, result.ErrorText));
    }

    [Theory]
    [InlineData("secrets+gpg-import://keys/key.asc?secrets.yaml", "")]
    [InlineData("secrets://secrets.yaml", "keys/key.asc")]
    [InlineData("secrets://secrets.yaml", "keys")]
    public async Task Imports_pgp_keys_into_a_keyring_that_is_gone_afterwards(string url, string load)
    {
        using var run = new VerbRun();
        var home = Directory.CreateDirectory(
            Path.Combine(run.Home, "gnupg"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;
        run.Variables["GNUPGHOME"] = home;
        try
        {
            await GpgAsync(home, "--import", Path.Combine(SopsRows.Folder("sops"), "keys", "pgp", "p1.secret.asc"));
            var fingerprint = (await GpgAsync(home, "--list-keys", "--with-colons"))
                .Split('\n')
                .First(line => line.StartsWith("fpr", StringComparison.Ordinal))
                .Split(':')[9];
            run.Write(
                "keys/key.asc",
                await File.ReadAllTextAsync(
                    Path.Combine(SopsRows.Folder("sops"), "keys", "pgp", "p1.secret.asc"), TestContext.Current.CancellationToken));
            run.Write("secrets.yaml", Plain);
            Assert.Equal(0, (await run.RunAsync("enc", "--pgp", fingerprint, "secrets.yaml")).Exit);
        }
        finally
        {
            using var kill = Process.Start(new ProcessStartInfo("gpgconf", ["--homedir", home, "--kill", "all"]))!;
            await kill.WaitForExitAsync(CancellationToken.None);
        }

        run.Variables.Remove("GNUPGHOME");
        run.Variables["HELM_SECRETS_LOAD_GPG_KEYS"] = load;
        run.Variables["XDG_RUNTIME_DIR"] = "";
        var result = await FetchAsync(run, url);
        Assert.Equal((0, Plain, ""), (result.Exit, result.OutputText, result.ErrorText));
        Assert.False(Directory.Exists(Path.Combine(run.Home, ".gnupg")));

        // The variable counts for Helm's own reading of the URL, too.
        run.Write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("chart/templates/t.yaml", "text: {{ .Values.password }}\n");
        var rendered = await run.RunAsync("helm", "template", "r", "chart", "-f", url);
        Assert.Equal((0, ""), (rendered.Exit, rendered.ErrorText));
        Assert.Contains(VerbRun.Canary, rendered.OutputText, StringComparison.Ordinal);
    }

    private static async Task<string> GpgAsync(string home, params string[] words)
    {
        using var gpg = Process.Start(
            new ProcessStartInfo(
                "gpg",
                ["--homedir", home, "--batch", "--quiet", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = gpg.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await gpg.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await gpg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(gpg.ExitCode == 0, await error);
        return output;
    }
}
