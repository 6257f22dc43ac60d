using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Age;

/// <summary>Plugins as processes: good ones, and those that die, hang, babble or never end.</summary>
public sealed class AgePluginTests : IDisposable
{
    private const string Recipient = "age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz";
    private const string Identity = "AGE-PLUGIN-REC-1ZS23V9CCRYDPK8QARC0JQGFZYVJZ2F38CYP3T7";

    private readonly TestFolder _folder = new();
    private readonly ScriptedTerminal _terminal = new("1234");
    private readonly Dictionary<string, string?> _variables;

    public AgePluginTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "bin"));
        _variables = new()
        {
            ["PATH"] = Path.Combine(_folder.Path, "bin") + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["SOPS_AGE_KEY"] = "canary",
            ["NOTE"] = Path.Combine(_folder.Path, "note"),
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Note => File.ReadAllText(Path.Combine(_folder.Path, "note"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("request-secret")]
    [InlineData("unknown-command")]
    [InlineData("labels")]
    [InlineData("two-stanzas")]
    public async Task A_file_goes_through_a_plugin_and_back(string scenario)
    {
        InstallRecorder();
        _variables["REC_SCENARIO"] = scenario;
        var file = await AgeFile.EncryptAsync(
            "x"u8.ToArray(), [AgeRecipient.Parse(Recipient, Plugins())], AgeEncoding.Armor, RandomSource.System, Token);
        _variables["REC_SCENARIO"] = "plain";
        Assert.Equal("x"u8.ToArray(), await OpenAsync(file));
    }

    [Fact]
    public async Task A_large_header_reaches_the_plugin()
    {
        InstallRecorder();
        using var hybrid = HybridIdentity.Generate(RandomSource.System);
        var recipients = Enumerable.Repeat<AgeRecipient>(hybrid.Recipient, 200).ToArray();
        var file = await AgeFile.EncryptAsync("x"u8.ToArray(), recipients, AgeEncoding.Binary, RandomSource.System, Token);
        var e = await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file));
        Assert.Equal("identity did not match any of the recipients: rec plugin: incorrect identity for recipient block", e.Message);
    }

    [Theory]
    [InlineData("exit 3", "failed to read line: EOF")]
    [InlineData("kill -9 $$", "failed to read line: EOF")]
    [InlineData("exec sleep 1000", "no answer for 1 seconds")]
    [InlineData("cat >/dev/null; exec sleep 1000", "no answer for 1 seconds")]
    [InlineData("trap '' TERM; sleep 1000 & while :; do wait; done", "no answer for 1 seconds")]
    [InlineData("while :; do printf -- '-> msg\\n\\n' || exit; done", "sent more than 1000 commands")]
    [InlineData("exec yes", "malformed stanza opening line: \"y\\n\"")]
    [InlineData("exec cat /dev/zero", "a line is longer than 65536 bytes")]
    [InlineData(
        "echo '-> msg'; exec yes AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "a body is longer than 65536 bytes")]
    public async Task A_plugin_that_misbehaves_is_named_and_ended(string script, string message)
    {
        Install("age-plugin-rec", "#!/bin/sh\necho $$ >$NOTE\n" + script + "\n");
        var silence = message.StartsWith("no answer", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        var e = await Assert.ThrowsAsync<AgeException>(() => WrapAsync(silence, Token));
        Assert.Equal((AgeFailure.Plugin, "rec plugin: " + message), (e.Failure, e.Message));
        Assert.False(Directory.Exists("/proc/" + Note.Trim()));
    }

    [Fact]
    public async Task Cancelling_ends_a_plugin_that_waits()
    {
        Install("age-plugin-rec", "#!/bin/sh\necho $$ >$NOTE\nexec sleep 1000\n");
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wrapping = WrapAsync(TimeSpan.FromMinutes(5), cancelled.Token);
        while (!File.Exists(Path.Combine(_folder.Path, "note")))
        {
            await Task.Delay(10, Token);
        }

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wrapping);
        Assert.False(Directory.Exists("/proc/" + Note.Trim()));
    }

    [Fact]
    public async Task A_plugin_sees_no_identity_of_ours_and_not_our_folder()
    {
        Install("age-plugin-rec", "#!/bin/sh\n{ pwd; env; } >$NOTE\n");
        await Assert.ThrowsAsync<AgeException>(WrapAsync);
        Assert.DoesNotContain("canary", Note, StringComparison.Ordinal);
        Assert.DoesNotContain("SOPS_AGE_KEY=", Note, StringComparison.Ordinal);
        Assert.StartsWith(HostEnvironment.FromProcess().TempDirectory + "\n", Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_in_the_working_directory_does_not_run()
    {
        Install("age-plugin-rec", "#!/bin/sh\ntouch $NOTE\n");
        _variables["PATH"] = ":.:bin";
        var e = await Assert.ThrowsAsync<AgeException>(WrapAsync);
        Assert.Equal(
            "rec plugin: couldn't start plugin: \"rec\" plugin not found: exec: \"age-plugin-rec\": executable file not found in $PATH",
            e.Message);
        Assert.Equal("install the program age-plugin-rec, or add its folder to PATH", e.Hint);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "note")));
    }

    [Fact]
    public async Task A_plugin_that_may_not_be_executed_is_told_from_one_that_is_not_there()
    {
        Install("age-plugin-rec", "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(_folder.Path, "bin", "age-plugin-rec"), UnixFileMode.UserRead);
        var e = await Assert.ThrowsAsync<AgeException>(WrapAsync);
        Assert.Equal("rec plugin: couldn't start plugin: exec: \"age-plugin-rec\": executable file not found in $PATH", e.Message);
        Assert.EndsWith("age-plugin-rec exists and is not executable", e.Hint, StringComparison.Ordinal);
    }

    private void InstallRecorder() => Install(
        "age-plugin-rec", File.ReadAllText(
            Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "providers", "age-plugin", "age-plugin-rec")));

    private void Install(string name, string text)
    {
        var path = Path.Combine(_folder.Path, "bin", name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private AgePlugins Plugins(TimeSpan? silence = null) => new(
        HostEnvironment.FromProcess().WithVariables(_variables).WithWorkingDirectory(_folder.Path),
        new ProcessRunner(),
        _terminal,
        show: null,
        TimeProvider.System,
        new PluginLimits { Silence = silence ?? TimeSpan.FromMinutes(1) });

    private Task WrapAsync() => WrapAsync(TimeSpan.FromMinutes(1), Token);

    private async Task WrapAsync(TimeSpan silence, CancellationToken ct)
    {
        using var fileKey = new SecretBytes(new byte[16]);
        await AgeRecipient.Parse(Recipient, Plugins(silence)).WrapAsync(fileKey, RandomSource.System, ct);
    }

    private async Task<byte[]> OpenAsync(byte[] file)
    {
        using var identity = AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Identity), Plugins());
        return await AgeFile.DecryptAsync(file, [identity], AgeEncoding.Detect, Token);
    }
}
