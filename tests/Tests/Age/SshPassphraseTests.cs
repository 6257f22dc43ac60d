using System.Buffers.Binary;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Age;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Age;

/// <summary>SSH keys behind the passphrase <c>correct horse</c>, as ssh-keygen and openssl wrote them.</summary>
public sealed class SshPassphraseTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private static readonly string Keys = Path.Combine(Checkout.Root, "tests", "Tests", "testdata", "ssh");

    private readonly AgeSourcesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("ed")]
    [InlineData("ed-cbc")]
    [InlineData("ed-gcm")]
    [InlineData("ed-chacha")]
    [InlineData("rsa")]
    [InlineData("pem")]
    [InlineData("des3")]
    public async Task A_key_opens_after_its_passphrase_which_is_asked_for_once(string name)
    {
        var recipient = Install(name);
        _fixture.Prompt.Answer = Passphrase;
        var service = _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_FILE", name));
        var enc = await _fixture.SealAsync(recipient);
        for (var i = 0; i < 2; i++)
        {
            var result = await AgeSourcesFixture.UnwrapAsync(service, recipient, enc);
            Assert.Equal("", result.Attempt.Detail);
            Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        }

        Assert.Equal([$"Enter passphrase for \"{name}\": "], _fixture.Prompt.Asked);
    }

    [Fact]
    public async Task The_key_in_the_home_folder_is_tried_too()
    {
        var recipient = Install("ed", ".ssh/id_ed25519");
        _fixture.Prompt.Answer = Passphrase;
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("HOME", _fixture.Folder)), recipient, await _fixture.SealAsync(recipient));
        Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        Assert.Equal([$"Enter passphrase for \"{_fixture.Folder}/.ssh/id_ed25519\": "], _fixture.Prompt.Asked);
    }

    [Theory]
    [InlineData("wrong", "failed to decrypt SSH key file \"{0}\": incorrect passphrase")]
    [InlineData("", "failed to decrypt SSH key file \"{0}\": incorrect passphrase")]
    [InlineData(
        null,
        "could not read passphrase for \"{0}\": standard input is not a terminal, "
            + "and /dev/tty is not available: open /dev/tty: no such device or address")]
    public async Task A_passphrase_that_does_not_open_is_told_and_not_asked_for_again(string? answer, string message)
    {
        foreach (var name in (string[])["ed", "ed-gcm", "ed-chacha", "pem", "des3"])
        {
            var recipient = Install(name);
            _fixture.Prompt.Answer = answer;
            _fixture.Prompt.Asked.Clear();
            var service = _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_FILE", name));
            var enc = await _fixture.SealAsync(recipient);
            for (var i = 0; i < 2; i++)
            {
                var result = await AgeSourcesFixture.UnwrapAsync(service, recipient, enc);
                Assert.Equal(UnwrapOutcome.Denied, result.Attempt.Outcome);
                Assert.StartsWith(
                    "failed to create reader for decrypting sops data key with age: " + string.Format(null, message, name)
                        + ". Did not find keys", result.Attempt.Detail, StringComparison.Ordinal);
            }

            Assert.Single(_fixture.Prompt.Asked);
        }
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_file_that_is_for_another_key()
    {
        Install("ed");
        var other = Install("rsa");
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "ed")), other, await _fixture.SealAsync(other));
        Assert.Equal(UnwrapOutcome.NoMatch, result.Attempt.Outcome);
        Assert.Empty(_fixture.Prompt.Asked);
    }

    [Fact]
    public async Task An_old_key_needs_its_public_half_beside_it()
    {
        var recipient = Install("pem");
        File.Delete(Path.Combine(_fixture.Folder, "pem.pub"));
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "pem")), recipient, await _fixture.SealAsync(recipient));
        Assert.Contains(
            "malformed SSH identity in \"pem\": failed to obtain public key for \"pem\" SSH key: open pem.pub: no such file or directory",
            result.Attempt.Detail,
            StringComparison.Ordinal);
        Assert.Empty(_fixture.Prompt.Asked);
    }

    [Fact]
    public async Task A_public_half_of_another_key_does_not_open()
    {
        var recipient = Install("pem");
        File.Copy(Path.Combine(_fixture.Folder, "pem"), Path.Combine(_fixture.Folder, "other"));
        var other = Install("rsa", "other2");
        File.Copy(Path.Combine(Keys, "rsa.pub"), Path.Combine(_fixture.Folder, "other.pub"));
        _fixture.Prompt.Answer = Passphrase;
        var service = _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "other"));
        Assert.Equal(
            UnwrapOutcome.NoMatch, (await AgeSourcesFixture.UnwrapAsync(service, other, await _fixture.SealAsync(other))).Attempt.Outcome);
        Assert.Equal(
            UnwrapOutcome.NoMatch,
            (await AgeSourcesFixture.UnwrapAsync(service, recipient, await _fixture.SealAsync(recipient))).Attempt.Outcome);
    }

    [Fact]
    public async Task A_cipher_that_is_not_known_is_named()
    {
        var recipient = Install("ed-3des");
        _fixture.Prompt.Answer = Passphrase;
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "ed-3des")), recipient, await _fixture.SealAsync(recipient));
        Assert.Contains(
            "failed to decrypt SSH key file \"ed-3des\": ssh: unknown cipher \"3des-cbc\"",
            result.Attempt.Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_gives_keys_without_a_passphrase_alone()
    {
        var recipient = Install("ed");
        _fixture.Processes.Output = await File.ReadAllTextAsync(Path.Combine(Keys, "ed"), TestContext.Current.CancellationToken);
        var result = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("SOPS_AGE_SSH_PRIVATE_KEY_CMD", "get")), recipient, await _fixture.SealAsync(recipient));
        Assert.Contains(
            "malformed SSH identity in \"SOPS_AGE_SSH_PRIVATE_KEY_CMD\": ssh: this private key is passphrase protected",
                result.Attempt.Detail, StringComparison.Ordinal);
        Assert.Empty(_fixture.Prompt.Asked);
    }

    [Theory]
    [InlineData(4_097)]
    [InlineData(16_777_232)]
    public void Costs_that_nobody_means_are_refused(int rounds)
    {
        var text = File.ReadAllText(Path.Combine(Keys, "ed"));
        var lines = text.Split('\n');
        var binary = Convert.FromBase64String(string.Concat(lines[1..^2]));

        // The rounds of bcrypt stand behind the salt, in front of the number of keys.
        var at = binary.AsSpan().IndexOf("ssh-ed25519"u8) - 4 - 4 - 4 - 4;
        Assert.Equal([0, 0, 0, 16], binary[at..(at + 4)]);
        BinaryPrimitives.WriteInt32BigEndian(binary.AsSpan(at), rounds);
        var costly = Encoding.ASCII.GetBytes(
            $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(binary)}\n-----END OPENSSH PRIVATE KEY-----\n");
        using var passphrase = new Core.Secrets.SecretBytes("x"u8);
        var e = Assert.Throws<AgeException>(
            () => Providers.Age.Ssh.SshPrivateKeys.Unlock(costly, passphrase, RandomSource.System, TestContext.Current.CancellationToken));
        Assert.Equal($"ssh: {rounds} rounds of bcrypt are more than 4096", e.Message);
    }

    /// <summary>Copies a key and its public half, which is returned.</summary>
    private string Install(string name, string? target = null)
    {
        var recipient = File.ReadAllText(Path.Combine(Keys, name + ".pub"));
        _fixture.Write(target ?? name, File.ReadAllText(Path.Combine(Keys, name)));
        _fixture.Write((target ?? name) + ".pub", recipient);
        return recipient.Trim();
    }
}
