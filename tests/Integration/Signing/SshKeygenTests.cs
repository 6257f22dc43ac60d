using System.Buffers;
using System.Diagnostics;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Ssh;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Ssh;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Signing;

/// <summary>
/// ssh-keygen accepts what we sign and we what it signs; keys come from files, from behind passphrases, and from ssh-agent.
/// </summary>
public sealed class SshKeygenTests : IDisposable
{
    private static readonly HostEnvironment Host = HostEnvironment.FromProcess();
    private static readonly Timestamp Now = new(1_767_323_045, 0, 0);
    private readonly ProcessRunner _runner = new();
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "rsa", "-b", "2048")]
    [InlineData("-t", "rsa", "-b", "4096")]
    [InlineData("-t", "rsa", "-b", "2048", "-m", "PEM")]
    public async Task Signatures_go_both_ways(params string[] arguments)
    {
        await MakeKeyAsync("", arguments);
        using var key = await OpenAsync("key");
        var file = Load("comments.yaml");
        var signed = Load(await FileSignature.SerializeAsync(file, key, DocumentFormat.Yaml, WriteOptions.Default, Token));
        await WriteAsync("message", Message(signed));
        _folder.Write("s.sig", signed.Signature!);
        _folder.Write("signers", $"alice namespaces=\"{FileSignature.Namespace}\" {key.PublicKey.Line}\n");
        var output = await RunAsync(
            "ssh-keygen", Message(signed), "-Y", "verify", "-n", FileSignature.Namespace, "-f", "signers", "-I", "alice", "-s", "s.sig");
        Assert.Contains($"Good \"{FileSignature.Namespace}\" signature for alice with ", output, StringComparison.Ordinal);
        Assert.Contains(key.PublicKey.Fingerprint, output, StringComparison.Ordinal);
        await RunAsync(
            "ssh-keygen",
            [.. Message(signed), 0],
            exit: 255,
            "-Y",
            "verify",
            "-n",
            FileSignature.Namespace,
            "-f",
            "signers",
            "-I",
            "alice",
            "-s",
            "s.sig");
        await RunAsync(
            "ssh-keygen", Message(signed), exit: 255, "-Y", "verify", "-n", "git", "-f", "signers", "-I", "alice", "-s", "s.sig");

        await RunAsync("ssh-keygen", [], "-q", "-Y", "sign", "-n", FileSignature.Namespace, "-f", "key", "message");
        var theirs = file.WithSignature(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "message.sig"), Token));
        var signers = AllowedSigners.Parse(await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "signers"), Token), TimeZoneInfo.Utc);
        Assert.Equal(new(SignatureOutcome.Valid, "alice", key.PublicKey.Fingerprint, ""), FileSignature.Verify(theirs, signers, Now));
    }

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "rsa", "-b", "2048")]
    public async Task A_key_behind_a_passphrase_is_asked_for_once_unless_the_agent_has_it(params string[] arguments)
    {
        await MakeKeyAsync("correct horse", arguments);
        var person = new ScriptedTerminal("correct horse");
        using (var key = await OpenAsync("key", person))
        {
            Assert.True(await IsSignedByAsync(key));
            Assert.Equal(["Enter passphrase for key: "], person.Asked);
        }

        var wrong = await Assert.ThrowsAsync<SecretsKitException>(() => OpenAsync("key", new ScriptedTerminal("correct")).AsTask());
        Assert.Equal((ErrorCode.SigningFailed, "the passphrase for the signing key key is wrong"), (wrong.Code, wrong.Message));
        var nobody = await Assert.ThrowsAsync<SecretsKitException>(() => OpenAsync("key").AsTask());
        Assert.Equal("'ssh-add key' gives it to the ssh-agent", nobody.Hint);
    }

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "rsa", "-b", "2048")]
    public async Task The_agent_signs_for_a_public_key(params string[] arguments)
    {
        await MakeKeyAsync("", arguments);
        await RunAsync("ssh-keygen", [], "-q", "-N", "", "-f", "other", "-t", "ed25519");
        var socket = Path.Combine(_folder.Path, "agent");
        using var agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            // It says where it listens once it does.
            await agent.StandardOutput.ReadLineAsync(Token);
            await RunAsync("ssh-add", [], new Dictionary<string, string?> { ["SSH_AUTH_SOCK"] = socket }, 0, "-q", "key");
            using (var key = await OpenAsync("key.pub", null, socket))
            {
                Assert.True(await IsSignedByAsync(key));
            }

            var other = await Assert.ThrowsAsync<SecretsKitException>(() => OpenAsync("other.pub", null, socket).AsTask());
            Assert.Contains("no ssh-agent has its private half", other.Message, StringComparison.Ordinal);

            // A protected key that the agent has needs no passphrase.
            await RunAsync("ssh-keygen", [], "-q", "-p", "-N", "correct horse", "-f", "key");
            using var kept = await OpenAsync("key", null, socket);
            Assert.True(await IsSignedByAsync(kept));
        }
        finally
        {
            agent.Kill();
            await agent.WaitForExitAsync(Token);
        }

        Assert.Contains(
            "no ssh-agent",
            (await Assert.ThrowsAsync<SecretsKitException>(() => OpenAsync("key.pub", null, socket).AsTask())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_other_types_are_refused_by_name()
    {
        await MakeKeyAsync("", "-t", "ecdsa");
        foreach (var file in new[] { "key", "key.pub" })
        {
            var failure = await Assert.ThrowsAsync<SecretsKitException>(() => OpenAsync(file).AsTask());
            Assert.Equal(ErrorCode.SigningFailed, failure.Code);
        }
    }

    private static EncryptedFile Load(byte[] text) => EncryptedFile.Load(text, DocumentFormat.Yaml);

    private static EncryptedFile Load(string name) => Load(File.ReadAllBytes(Path.Combine(Checkout.Root, "examples", "formats", name)));

    private static byte[] Message(EncryptedFile file)
    {
        var output = new ArrayBufferWriter<byte>();
        FileSignature.WriteMessage(file, output);
        return output.WrittenSpan.ToArray();
    }

    private static async Task<bool> IsSignedByAsync(ISigningKey key)
    {
        var signed = Load(await FileSignature.SerializeAsync(Load("comments.yaml"), key, DocumentFormat.Yaml, WriteOptions.Default, Token));
        return FileSignature.Verify(signed, AllowedSigners.Parse(Encoding.UTF8.GetBytes("a " + key.PublicKey.Line), TimeZoneInfo.Utc), Now)
            .IsValid;
    }

    private ValueTask<ISigningKey> OpenAsync(string name, ScriptedTerminal? person = null, string? agent = null) => new SshSigningKeys(
        Host.WithVariables([new("SSH_AUTH_SOCK", agent)]).WithWorkingDirectory(_folder.Path), person
            ?? new ScriptedTerminal(), RandomSource.System).OpenAsync(name, Token);

    private Task<string> MakeKeyAsync(string passphrase, params string[] arguments) =>
        RunAsync("ssh-keygen", [], ["-q", "-N", passphrase, "-f", "key", .. arguments]);

    private Task WriteAsync(string name, byte[] content) => File.WriteAllBytesAsync(Path.Combine(_folder.Path, name), content, Token);

    private Task<string> RunAsync(string program, byte[] input, params string[] arguments) => RunAsync(program, input, 0, arguments);

    private Task<string> RunAsync(string program, byte[] input, int exit, params string[] arguments) =>
        RunAsync(program, input, [], exit, arguments);

    private async Task<string> RunAsync(
        string program, byte[] input, Dictionary<string, string?> variables, int exit, params string[] arguments)
    {
        using var result = await _runner.RunAsync(
            new ProcessRequest { Program = program, Arguments = arguments, Environment = Host.WithVariables(variables).WithWorkingDirectory(
                _folder.Path), Input = input }, Token);
        Assert.True(result.ExitCode == exit, $"{program} {string.Join(' ', arguments)}: {Encoding.UTF8.GetString(result.Error.Span)}");
        return Encoding.UTF8.GetString(result.Output.Span);
    }
}
