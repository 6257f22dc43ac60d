using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Pgp;

namespace SecretsKit.Integration.Pgp;

/// <summary>Against the gpg of the machine, with the test keys of the golden documents.</summary>
public sealed class PgpKeyServiceTests
{
    private static readonly PgpMasterKey Rsa = new("15850269E1FF9356D67E72D47996E5D8D122720D");
    private static readonly PgpMasterKey Second = new("EE2938A3CB28C154AAFFC8D2D5BDD24A6250A76D");
    private static readonly PgpMasterKey Third = new("01C5687421AA9F29CD1D5461979A3485092D8D7A");
    private static readonly byte[] Share = [.. Enumerable.Range(1, 33).Select(i => (byte)(i * 7))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_wrapped_is_unwrapped_by_each_kind_of_key()
    {
        await using var home = await GnupgHome.WithKeysAsync("p1.secret", "p2.secret", "p3.secret");
        var service = new PgpKeyService(home.Runner, home.Environment);
        foreach (var key in new[] { Rsa, Second, Third })
        {
            using var part = new KeyPart(Share);
            var enc = await service.WrapAsync(key, part, Token);
            Assert.StartsWith("-----BEGIN PGP MESSAGE-----\n", enc);
            Assert.EndsWith("\n-----END PGP MESSAGE-----", enc);
            var result = await service.UnwrapAsync(new(key, enc, null), Token);
            Assert.Equal((UnwrapOutcome.Unwrapped, ""), (result.Attempt.Outcome, result.Attempt.Detail));
            using var unwrapped = result.Part!;
            Assert.Equal(Share, unwrapped.Span.ToArray());
        }
    }

    [Fact]
    public async Task A_public_key_is_enough_to_wrap_and_not_to_unwrap()
    {
        await using var home = await GnupgHome.WithKeysAsync("p3.public");
        var service = new PgpKeyService(home.Runner, home.Environment);
        using var part = new KeyPart(Share);
        var enc = await service.WrapAsync(Third, part, Token);
        var result = await service.UnwrapAsync(new(Third, enc, null), Token);
        Assert.Equal(UnwrapOutcome.NoMatch, result.Attempt.Outcome);
        Assert.Null(result.Part);
        Assert.Contains("GnuPG binary error: failed to decrypt sops data key with pgp: gpg: ", result.Attempt.Detail);
        Assert.EndsWith("No secret key", result.Attempt.Detail);
    }

    [Fact]
    public async Task An_unknown_key_fails_in_the_words_of_the_reference()
    {
        await using var home = await GnupgHome.WithKeysAsync("p1.public");
        using var part = new KeyPart(Share);
        var unknown = new PgpMasterKey(new string('0', 40));
        var error = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await new PgpKeyService(home.Runner, home.Environment).WrapAsync(unknown, part, Token));
        Assert.Equal(
            "could not encrypt data key with PGP key: github.com/ProtonMail/go-crypto/openpgp error: key with fingerprint " +
            $"'{unknown.Fingerprint}' is not "
            + $"available in keyring; GnuPG binary error: failed to encrypt sops data key with pgp: gpg: {unknown.Fingerprint}: " +
                "skipped: No public key\n"
            + "gpg: [stdin]: encryption failed: No public key",
            error.Message);
    }

    [Fact]
    public async Task A_damaged_text_is_not_unwrapped()
    {
        await using var home = await GnupgHome.WithKeysAsync("p1.secret");
        var service = new PgpKeyService(home.Runner, home.Environment);
        var result = await service.UnwrapAsync(new(Rsa, "not a message", null), Token);
        Assert.Equal(UnwrapOutcome.Malformed, result.Attempt.Outcome);
        using var part = new KeyPart(Share);
        var enc = await service.WrapAsync(Rsa, part, Token);
        var cut = await service.UnwrapAsync(new(Rsa, enc[..(enc.Length / 2)], null), Token);
        Assert.Null(cut.Part);
    }
}
