using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Ssh;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Age;

/// <summary>The age tool opens what we seal, and we open what it seals.</summary>
public sealed class AgeToolTests : IDisposable
{
    private static readonly HostEnvironment Host = HostEnvironment.FromProcess();
    private readonly ProcessRunner _runner = new();
    private readonly TestFolder _folder = new();

    public static TheoryData<int, bool> Sizes => new(
        ((int[])[0, 1, 47, 48, 49, 65_535, 65_536, 65_537, 131_072, 200_000])
            .SelectMany(size => new[] { (size, false), (size, true) })
            .ToArray());

    public static TheoryData<string, string[]> SshKeys => new()
    {
        { "-----BEGIN OPENSSH PRIVATE KEY-----", ["-t", "ed25519"] },
        { "-----BEGIN OPENSSH PRIVATE KEY-----", ["-t", "rsa", "-b", "2048"] },
        { "-----BEGIN OPENSSH PRIVATE KEY-----", ["-t", "rsa", "-b", "3072"] },
        { "-----BEGIN RSA PRIVATE KEY-----", ["-t", "rsa", "-b", "2048", "-m", "PEM"] },
        { "-----BEGIN PRIVATE KEY-----", ["-t", "rsa", "-b", "2048", "-m", "PKCS8"] },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Sizes))]
    public async Task Files_of_every_size_go_both_ways(int size, bool armored)
    {
        var plaintext = Enumerable.Range(0, size).Select(i => (byte)((31 * i) + 7)).ToArray();
        using var identity = AgeKeygen.Generate(RandomSource.System);
        using var other = AgeKeygen.Generate(RandomSource.System);
        _folder.Write("id.txt", AgeKeygen.RevealIdentityFile(identity, TimeProvider.System.GetUtcNow()));

        var theirs = await Run(
            "age", plaintext, ["-r", identity.Recipient.ToString(), "-r", other.Recipient.ToString(), .. armored ? (string[])["-a"] : []]);
        Assert.Equal(plaintext, await AgeFile.DecryptAsync(theirs, [identity], AgeEncoding.Detect, Token));
        Assert.Equal(plaintext, await AgeFile.DecryptAsync(theirs, [other], AgeEncoding.Detect, Token));

        var ours = await AgeFile.EncryptAsync(
            plaintext, [other.Recipient, identity.Recipient], armored ? AgeEncoding.Armor : AgeEncoding.Binary, RandomSource.System, Token);
        Assert.Equal(plaintext, await Run("age", ours, ["-d", "-i", "id.txt"]));
    }

    [Fact]
    public async Task Generated_identities_go_both_ways()
    {
        var file = await Run("age-keygen", [], []);
        var recipient = Encoding.ASCII.GetString(await Run("age-keygen", file, ["-y"]));
        Assert.Equal(recipient, AgeKeygen.RecipientsOf(file));

        using var identity = AgeKeygen.Generate(RandomSource.System);
        var text = AgeKeygen.RevealIdentityFile(identity, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)));
        Assert.StartsWith("# created: 2026-01-02T03:04:05+01:00\n# public key: age1", text, StringComparison.Ordinal);
        Assert.Equal(identity.Recipient + "\n", Encoding.ASCII.GetString(await Run("age-keygen", Encoding.ASCII.GetBytes(text), ["-y"])));
    }

    [Theory, MemberData(nameof(SshKeys))]
    public async Task Ssh_keys_go_both_ways(string firstLine, string[] arguments)
    {
        await Run("ssh-keygen", [], ["-q", "-N", "", "-C", "somebody@example.com", "-f", "key", .. arguments]);
        var key = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "key"), Token);
        Assert.StartsWith(firstLine, Encoding.ASCII.GetString(key), StringComparison.Ordinal);
        await GoesBothWays(key, (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "key.pub"), Token)).Trim());
    }

    [Fact]
    public async Task Ed25519_keys_in_pkcs8_open_what_their_openssh_form_opens()
    {
        // ssh-keygen does not write this form; openssl does, and the tool below derives the public half from the same seed.
        var pem = await Run("openssl", [], ["genpkey", "-algorithm", "ed25519"]);
        var der = await Run("openssl", pem, ["pkey", "-pubout", "-outform", "DER"]);
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. der[^32..]];
        var line = "ssh-ed25519 " + Convert.ToBase64String(blob);
        var file = await Run("age", "x"u8.ToArray(), ["-r", line]);
        using var identity = AgeIdentity.ParseSshPrivateKey(pem, RandomSource.System);
        Assert.Equal("x"u8.ToArray(), await AgeFile.DecryptAsync(file, [identity], AgeEncoding.Detect, Token));
    }

    [Theory]
    [InlineData("-t", "rsa", "-b", "1024")]
    [InlineData("-t", "ecdsa")]
    public async Task Weak_and_foreign_ssh_keys_are_refused(params string[] arguments)
    {
        await Run("ssh-keygen", [], ["-q", "-N", "", "-f", "key", .. arguments]);
        var line = (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "key.pub"), Token)).Trim();
        Assert.Throws<AgeException>(() => AgeRecipient.Parse(line));
        var key = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "key"), Token);
        Assert.Throws<AgeException>(() => AgeIdentity.ParseSshPrivateKey(key, RandomSource.System));
    }

    [Theory]
    [InlineData("-t", "ed25519")]
    [InlineData("-t", "ed25519", "-a", "1")]
    [InlineData("-t", "ed25519", "-Z", "aes128-ctr")]
    [InlineData("-t", "ed25519", "-Z", "aes192-cbc")]
    [InlineData("-t", "ed25519", "-Z", "aes256-cbc")]
    [InlineData("-t", "ed25519", "-Z", "aes128-gcm@openssh.com")]
    [InlineData("-t", "ed25519", "-Z", "aes256-gcm@openssh.com")]
    [InlineData("-t", "ed25519", "-Z", "chacha20-poly1305@openssh.com")]
    [InlineData("-t", "rsa", "-b", "2048")]
    [InlineData("-t", "rsa", "-b", "2048", "-m", "PEM")]
    public async Task Ssh_keys_open_with_their_passphrase_and_no_other(params string[] arguments)
    {
        await Run("ssh-keygen", [], ["-q", "-N", "Grüße, 日本", "-f", "key", .. arguments]);
        var line = (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "key.pub"), Token)).Trim();
        var file = await Run("age", "x"u8.ToArray(), ["-r", line]);
        var key = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "key"), Token);
        using var wrong = new SecretBytes("Grüße"u8);
        Assert.Null(SshPrivateKeys.Unlock(key, wrong, RandomSource.System, Token));
        using var passphrase = new SecretBytes("Grüße, 日本"u8);
        using var identity = SshPrivateKeys.Unlock(key, passphrase, RandomSource.System, Token)!;
        Assert.Equal("x"u8.ToArray(), await AgeFile.DecryptAsync(file, [identity], AgeEncoding.Detect, Token));
    }

    [Fact]
    public async Task Protected_keys_in_a_format_that_is_not_read_say_how_to_convert_them()
    {
        await Run("ssh-keygen", [], ["-q", "-N", "passphrase", "-f", "key", "-t", "rsa", "-b", "2048", "-m", "PKCS8"]);
        var key = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "key"), Token);
        var e = Assert.Throws<AgeException>(() => AgeIdentity.ParseSshPrivateKey(key, RandomSource.System));
        Assert.Equal(
            ("ssh: unsupported key type \"ENCRYPTED PRIVATE KEY\"", "'ssh-keygen -p -f FILE' writes the key in OpenSSH's own format"),
            (e.Message, e.Hint));
    }

    private async Task GoesBothWays(byte[] key, string recipient)
    {
        var plaintext = "for an ssh key"u8.ToArray();
        var theirs = await Run("age", plaintext, ["-a", "-r", recipient]);
        using var identity = AgeIdentity.ParseSshPrivateKey(key, RandomSource.System);
        Assert.Equal(plaintext, await AgeFile.DecryptAsync(theirs, [identity], AgeEncoding.Detect, Token));

        var ours = await AgeFile.EncryptAsync(plaintext, [AgeRecipient.Parse(recipient)], AgeEncoding.Binary, RandomSource.System, Token);
        Assert.Equal(plaintext, await Run("age", ours, ["-d", "-i", "key"]));
    }

    private async Task<byte[]> Run(string program, byte[] input, string[] arguments)
    {
        using var result = await _runner.RunAsync(
            new ProcessRequest { Program = program, Arguments = arguments, Environment = Host.WithWorkingDirectory(
                _folder.Path), Input = input }, Token);
        Assert.True(result.Succeeded, $"{program} {string.Join(' ', arguments)}: {Encoding.UTF8.GetString(result.Error.Span)}");
        return result.Output.ToArray();
    }
}
