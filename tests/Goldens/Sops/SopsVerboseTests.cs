using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.Sops;

/// <summary>
/// What <c>--verbose</c> logs of work that succeeds, in the words and the order of the reference, and
/// what is logged of options without effect.
/// </summary>
public sealed partial class SopsVerboseTests(GoldenKeys keys) : IDisposable
{
    private readonly CaseFolder _folder = new();

    private static string Recipient { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(SopsRows.Folder("sops/keys"), "keys.json")))!["a1"]!.GetValue<string>();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decryption_is_logged_step_by_step() => Assert.Equal(
        """
        [AGE] info "Decryption succeeded"
        [SOPS] info "Data key recovered successfully"
        [SOPS] debug "Decrypting tree"

        """,
        await LogOfAsync("--verbose", "-d", "f.yaml"));

    [Fact]
    public async Task A_change_is_logged_up_to_the_file() => Assert.Equal(
        """
        [AGE] info "Decryption succeeded"
        [SOPS] info "Data key recovered successfully"
        [SOPS] debug "Decrypting tree"
        [SOPS] debug "Encrypting tree"
        [CMD] info "File written successfully"

        """,
        await LogOfAsync("--verbose", "--set", "[\"new\"] \"value\"", "f.yaml"));

    [Fact]
    public async Task Wrapping_names_the_recipient()
    {
        await File.WriteAllTextAsync(_folder.File("plain.yaml"), "a: b\n", TestContext.Current.CancellationToken);
        Assert.Equal(
            $"""
            [AGE] info "Encryption succeeded" recipient={Recipient}
            [SOPS] debug "Encrypting tree"

            """,
            await LogOfAsync("--verbose", "-e", "--age", Recipient, "plain.yaml"));
    }

    [Fact]
    public async Task Nothing_is_logged_unless_asked_for() => Assert.Equal("", await LogOfAsync("decrypt", "f.yaml"));

    [Fact]
    public async Task A_command_without_the_flag_ignores_the_global_one() =>
        Assert.Equal("", await LogOfAsync("--verbose", "decrypt", "f.yaml"));

    [Theory]
    [InlineData("--encrypted-regex", "encrypted regex")]
    [InlineData("--unencrypted-regex", "unencrypted regex")]
    [InlineData("--encrypted-suffix", "encrypted suffix")]
    [InlineData("--unencrypted-suffix", "unencrypted suffix")]
    public async Task A_selection_of_keys_in_a_binary_file_is_named_and_ignored(string flag, string name)
    {
        await File.WriteAllTextAsync(_folder.File("plain.bin"), "text", TestContext.Current.CancellationToken);
        Assert.Equal(
            $"[CMD] warning \"Using an {name} does not make sense with the input store "
                + "(the binary store produces one key that should always be encrypted) and will be ignored.\"\n",
                        await LogOfAsync("encrypt", "--age", Recipient, flag, "x", "plain.bin"));
    }

    private async Task<string> LogOfAsync(params string[] words)
    {
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), _folder.File("f.yaml"));
        var result = await new SopsRun(keys, _folder.Path).RunAsync(words, ["a1"]);
        Assert.Equal(0, result.Exit);
        return LogLine().Replace(result.ErrorText, "[$1] $2 $3");
    }

    [GeneratedRegex("""\[([A-Z]+)\]\t time="[^"]*" level=([a-z]+) msg=("[^"]*")""")]
    private static partial Regex LogLine();
}
