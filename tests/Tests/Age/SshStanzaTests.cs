using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Ssh;

namespace SecretsKit.Tests.Age;

/// <summary>Stanzas for SSH keys: a tag says whose they are, so that damage is not passed over as somebody else's.</summary>
public sealed class SshStanzaTests : IDisposable
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly AgeSshKey Key = AgeSshKey.Of(SshPublicKey.OfEd25519(Ed25519Conversion.DerivePublicKey(Seed)));

    private readonly SecretBytes _fileKey = new("YELLOW SUBMARINE"u8);
    private readonly SshEd25519Identity _identity = new(Seed, Key);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _identity.Dispose();
        _fileKey.Dispose();
    }

    [Fact]
    public async Task A_stanza_with_our_tag_is_ours_and_damage_is_an_error()
    {
        var stanza = (await Key.ToRecipient().WrapAsync(_fileKey, RandomSource.System, Token)).Single();
        using (var opened = _identity.Unwrap(stanza))
        {
            Assert.Equal(_fileKey.Span, opened!.Span);
        }

        for (var at = 0; at < stanza.Body.Length; at++)
        {
            byte[] body = [.. stanza.Body];
            body[at] ^= 1;
            Assert.Equal(
                "failed to decrypt file key: chacha20poly1305: message authentication failed",
                Refusal(new(stanza.Type, stanza.Arguments, body)));
        }

        Assert.Equal(
            "invalid ssh-ed25519 recipient block: incorrect file key size",
            Refusal(new(stanza.Type, stanza.Arguments, [.. stanza.Body, 0])));
        Assert.Equal(
            "invalid ssh-ed25519 recipient block: incorrect file key size", Refusal(new(stanza.Type, stanza.Arguments, stanza.Body[1..])));
        Assert.EndsWith(
            "low order point",
            Refusal(new(stanza.Type, [Key.Tag, StrictBase64.Encode(new byte[32])], stanza.Body)),
            StringComparison.Ordinal);
        Assert.Equal("invalid ssh-ed25519 recipient block", Refusal(new(stanza.Type, [Key.Tag], stanza.Body)));
    }

    [Fact]
    public async Task A_stanza_with_another_tag_is_not_ours_whatever_it_holds()
    {
        var stanza = (await Key.ToRecipient().WrapAsync(_fileKey, RandomSource.System, Token)).Single();
        Assert.Null(_identity.Unwrap(new(stanza.Type, ["AAAAAA", stanza.Arguments[1]], stanza.Body)));
        Assert.Null(_identity.Unwrap(new(stanza.Type, ["AAAAAA", stanza.Arguments[1]], [1, 2, 3])));
    }

    [Fact]
    public void The_halves_of_a_key_belong_together()
    {
        byte[] other = [.. Seed];
        other[0] ^= 1;
        var failure = Assert.Throws<AgeException>(() => new SshEd25519Identity(other, Key));
        Assert.Equal((AgeFailure.Identity, "ssh: private key does not belong to its public key"), (failure.Failure, failure.Message));
    }

    [Fact]
    public void An_rsa_stanza_carries_a_file_key_and_nothing_longer()
    {
        using var rsa = RSA.Create(2048);
        var numbers = rsa.ExportParameters(includePrivateParameters: true);
        var key = AgeSshKey.Of(SshPublicKey.OfRsa(numbers.Modulus, numbers.Exponent));
        using var identity = new SshRsaIdentity(
            RsaPrivateKey.TryCreate(numbers.Modulus, numbers.Exponent, numbers.D, numbers.P, numbers.Q)!, key, RandomSource.System);
        foreach (var length in (int[])[15, 16, 17, 32])
        {
            var stanza = new AgeStanza(
                "ssh-rsa", [key.Tag], RsaOaep.Encrypt(key.Key.Rsa!, new byte[length], SshRsaRecipient.Label, RandomSource.System));
            if (length == 16)
            {
                using var opened = identity.Unwrap(stanza);
                Assert.Equal(16, opened!.Length);
            }
            else
            {
                Assert.Equal(
                    "failed to decrypt file key: crypto/rsa: decryption error",
                    Assert.Throws<AgeException>(() => identity.Unwrap(stanza)).Message);
            }
        }

        var unlabelled = new AgeStanza("ssh-rsa", [key.Tag], RsaOaep.Encrypt(key.Key.Rsa!, new byte[16], default, RandomSource.System));
        Assert.Throws<AgeException>(() => identity.Unwrap(unlabelled));
        Assert.Null(identity.Unwrap(new("ssh-rsa", ["AAAAAA"], unlabelled.Body)));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    public void Small_rsa_keys_are_refused(int bits)
    {
        var modulus = new byte[bits / 8];
        modulus.AsSpan().Fill(0xFF);
        Assert.Equal("RSA key size is too small", Assert.Throws<SshFormatException>(() => SshPublicKey.OfRsa(modulus, [1, 0, 1])).Message);
    }

    private string Refusal(AgeStanza stanza) => Assert.Throws<AgeException>(() => _identity.Unwrap(stanza)).Message;
}
