using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;

namespace SecretsKit.Tests.Age;

/// <summary>The key service and the texts of its failures, which are those of sops 3.13.2.</summary>
public sealed class AgeKeyServiceTests : IDisposable
{
    private const string A1 = "AGE-SECRET-KEY-1MU9ZD23CUC2SWH07PXDQXUY85HVWNXQKW38ELHMXXGMWUH88JLEQGR6F2S";
    private const string A2 = "AGE-SECRET-KEY-1DC2DLYK093YJUFDRDH000SC4AGQ420PUPKGYG9LW257P0TE8ET2QYJ7G85";
    private const string A1Recipient = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";

    private const string NothingSet = "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', "
        + "'/h/.ssh/id_ed25519', '/h/.ssh/id_rsa', 'SOPS_AGE_KEY', 'SOPS_AGE_KEY_FILE', 'SOPS_AGE_KEY_CMD', and " +
            "'/h/.config/sops/age/keys.txt'.";

    private readonly AgeSourcesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    public async Task Wraps_and_unwraps_data_keys_and_shares(int length)
    {
        using var part = new KeyPart(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
        var service = _fixture.Service(("SOPS_AGE_KEY", A1));
        var enc = await service.WrapAsync(new AgeMasterKey(A1Recipient), part, Token);
        Assert.StartsWith("-----BEGIN AGE ENCRYPTED FILE-----\n", enc, StringComparison.Ordinal);
        Assert.EndsWith("\n-----END AGE ENCRYPTED FILE-----\n", enc, StringComparison.Ordinal);
        var result = await service.UnwrapAsync(new WrappedKey(new AgeMasterKey(A1Recipient), enc, null), Token);
        Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        Assert.True(part.FixedTimeEquals(result.Part!));
        result.Part!.Dispose();
    }

    [Fact]
    public async Task An_empty_name_of_a_key_file_is_a_file_that_is_not_there_and_stops_no_other_source()
    {
        var enc = await _fixture.SealAsync(A1Recipient);
        var found = await AgeSourcesFixture.UnwrapAsync(
            _fixture.Service(("SOPS_AGE_KEY_FILE", ""), ("SOPS_AGE_KEY", A1)), A1Recipient, enc);
        using var part = found.Part;
        Assert.Equal(UnwrapOutcome.Unwrapped, found.Attempt.Outcome);
        var alone = await AgeSourcesFixture.UnwrapAsync(_fixture.Service(("SOPS_AGE_KEY_FILE", "")), A1Recipient, enc);
        Assert.Equal(
            "failed to load age identities. Errors while loading age identities: "
                + "failed to open SOPS_AGE_KEY_FILE file: open : no such file or directory. "
                + NothingSet.Replace("'SOPS_AGE_KEY_FILE', ", "", StringComparison.Ordinal),
            alone.Attempt.Detail);
    }

    [Fact]
    public async Task Given_the_published_randomness_writes_the_published_file()
    {
        // spec sops.md 13.1: file key 00..0f, ephemeral 32 x 11, payload nonce 16 x 22 (hex), data key 00..1f.
        var draws = new Queue<byte[]>(
            [[.. Enumerable.Range(0, 16).Select(i => (byte)i)], [.. Enumerable.Repeat((byte)0x11, 32)], [.. Enumerable.Repeat(
                (byte)0x22, 16)]]);
        using var part = new KeyPart(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        var enc = await _fixture.Service(span => draws.Dequeue().CopyTo(span)).WrapAsync(
            new AgeMasterKey("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"), part, Token);
        Assert.Equal(
            """
            -----BEGIN AGE ENCRYPTED FILE-----
            YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBlMDZRbTc1Ly9rVEVaYUln
            QTMxZ2p1TllsOU1lK1hMd2YzU0pMTEQzUHhNCnp3M3Myb05RZnp1bXdZQjRmU1o3
            TkluaXlZU1F5dlZXcUN1cnhoRnNuSzQKLS0tIDY4N01ybFgwdUdyajkxYUZaZVBP
            NHFUTUtUSUxwd1V5NWtvSlVndEZZd3cKIiIiIiIiIiIiIiIiIiIiItnkqG0XVSdW
            V2PoGu9cSErRll/ciMz4ktOMZLV9/QYO7UAOpTx61HasgX1KmKSaXQ==
            -----END AGE ENCRYPTED FILE-----

            """,
            enc);
    }

    [Theory]
    [InlineData("nonsense", "failed to parse input, unknown recipient type: \"nonsense\"")]
    [InlineData("age1bad", "failed to parse input as Bech32-encoded age public key: malformed recipient \"age1bad\": separator '1' at " +
        "invalid position: pos=3, len=7")]
    [InlineData("ssh-rsa AAAA", "failed to parse input as age-ssh public key: malformed SSH recipient: \"ssh-rsa AAAA\": ssh: short read")]
    public async Task A_recipient_that_cannot_be_parsed_is_named(string recipient, string message)
    {
        using var part = new KeyPart(new byte[32]);
        var e = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await _fixture.Service().WrapAsync(new AgeMasterKey(recipient), part, Token));
        Assert.Equal((KeyWrapFault.InvalidKey, message), (e.Fault, e.Message));
    }

    [Fact]
    public async Task A_recipient_of_a_plugin_is_wrapped_for_by_it()
    {
        _fixture.Plugins.Output = "-> error recipient 0\nbm8\n"u8.ToArray();
        using var part = new KeyPart(new byte[32]);
        var e = await Assert.ThrowsAsync<KeyServiceException>(async () =>
            await _fixture.Service().WrapAsync(new AgeMasterKey("age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz"), part, Token));
        Assert.Equal(
            "failed to create writer for encrypting sops data key with age: failed to wrap key for recipient #0: rec plugin: no",
            e.Message);
        Assert.Equal(KeyWrapFault.Unavailable, e.Fault);
    }

    [Fact]
    public async Task With_no_identity_every_place_is_named() =>
        await Fails("failed to load age identities. " + NothingSet, UnwrapOutcome.NoMatch);

    [Fact]
    public async Task An_identity_that_does_not_fit_leaves_the_user_file_unnamed() => await Fails(
        "failed to create reader for decrypting sops data key with age: identity did not match any of the recipients: incorrect " +
        "identity for recipient block. "
        + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', " +
            "'/h/.ssh/id_rsa', "
        + "'SOPS_AGE_KEY_FILE', and 'SOPS_AGE_KEY_CMD'.",
        UnwrapOutcome.NoMatch,
        ("SOPS_AGE_KEY", A2));

    [Fact]
    public async Task Several_identities_that_do_not_fit_are_told_apart_from_one() => await Fails(
        "failed to create reader for decrypting sops data key with age: no identity matched any of the recipients. "
        + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', " +
            "'/h/.ssh/id_rsa', "
        + "'SOPS_AGE_KEY_FILE', and 'SOPS_AGE_KEY_CMD'.",
        UnwrapOutcome.NoMatch,
        ("SOPS_AGE_KEY", A2 + " " + A2));

    [Theory]
    [InlineData("hello", "unknown identity type")]
    [InlineData("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEQ", "malformed secret key: invalid checksum")]
    [InlineData("age-secret-key-1gfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpq4egaex", "unknown identity type")]
    public async Task A_variable_that_cannot_be_parsed_is_an_error_of_loading(string value, string cause) => await Fails(
        $"failed to load age identities. Errors while loading age identities: failed to parse 'SOPS_AGE_KEY' age identities: {cause}. "
        + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', " +
            "'/h/.ssh/id_rsa', "
        + "'SOPS_AGE_KEY_FILE', and 'SOPS_AGE_KEY_CMD'.",
        UnwrapOutcome.NoMatch,
        ("SOPS_AGE_KEY", value));

    [Fact]
    public async Task An_empty_variable_is_named_last() => await Fails(
        "failed to load age identities. Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', "
        + "'/h/.ssh/id_ed25519', '/h/.ssh/id_rsa', 'SOPS_AGE_KEY_FILE', 'SOPS_AGE_KEY_CMD', and 'SOPS_AGE_KEY'.",
        UnwrapOutcome.NoMatch,
        ("SOPS_AGE_KEY", ""));

    [Fact]
    public async Task A_missing_key_file_is_an_error_of_loading() => await Fails(
        "failed to load age identities. Errors while loading age identities: failed to open SOPS_AGE_KEY_FILE file: open none.txt: no " +
        "such file or directory. "
        + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', " +
            "'/h/.ssh/id_rsa', "
        + "'SOPS_AGE_KEY', 'SOPS_AGE_KEY_CMD', and '/h/.config/sops/age/keys.txt'.",
        UnwrapOutcome.NoMatch,
        ("SOPS_AGE_KEY_FILE", "none.txt"));

    [Fact]
    public async Task A_missing_ssh_key_is_an_error_of_loading() => await Fails(
        "failed to load age identities. Errors while loading age identities: failed to open file: open none: no such file or directory. "
        + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', '/h/.ssh/id_rsa', "
        + "'SOPS_AGE_KEY', 'SOPS_AGE_KEY_FILE', 'SOPS_AGE_KEY_CMD', and '/h/.config/sops/age/keys.txt'.",
        UnwrapOutcome.NoMatch,
        ("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "none"));

    [Fact]
    public async Task A_malformed_ssh_key_is_an_error_of_loading()
    {
        _fixture.Write("key", "not a key\n");
        await Fails(
            "failed to load age identities. Errors while loading age identities: malformed SSH identity in \"key\": ssh: no key found. "
            + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', '/h/.ssh/id_rsa', "
            + "'SOPS_AGE_KEY', 'SOPS_AGE_KEY_FILE', 'SOPS_AGE_KEY_CMD', and '/h/.config/sops/age/keys.txt'.",
            UnwrapOutcome.NoMatch,
            ("SOPS_AGE_SSH_PRIVATE_KEY_FILE", "key"));
    }

    [Fact]
    public async Task White_space_before_an_identity_in_a_file_is_an_error()
    {
        _fixture.Write("id.txt", "  " + A1 + "  \n");
        await Fails(
            "failed to load age identities. Errors while loading age identities: failed to parse 'SOPS_AGE_KEY_FILE' age identities: " +
            "unknown identity type. "
            + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', " +
                "'/h/.ssh/id_rsa', "
            + "'SOPS_AGE_KEY', and 'SOPS_AGE_KEY_CMD'.",
            UnwrapOutcome.NoMatch,
            ("SOPS_AGE_KEY_FILE", "id.txt"));
    }

    [Fact]
    public async Task A_command_that_fails_is_an_error_of_loading()
    {
        _fixture.Processes.Exit = 3;
        var failed = await Fails(
            "failed to load age identities. Errors while loading age identities: failed to execute command sh -c 'exit 3': exit status 3. "
            + "Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519', " +
                "'/h/.ssh/id_rsa', "
            + "'SOPS_AGE_KEY', 'SOPS_AGE_KEY_FILE', and '/h/.config/sops/age/keys.txt'.",
            UnwrapOutcome.NoMatch,
            ("SOPS_AGE_KEY_CMD", "sh -c 'exit 3'"));
        Assert.Equal("sh -c 'exit 3': exit status 3", failed.FailedCommand);
        Assert.Equal(
            "failed to load age identities. Errors while loading age identities: failed to execute command sh -c 'exit 3': exit status 3",
            failed.Problem);
    }

    [Fact]
    public async Task Damage_behind_the_header_is_told_without_places()
    {
        var enc = (await _fixture.SealAsync(A1Recipient)).Split('\n');
        enc[^3] = (enc[^3][0] == 'A' ? 'B' : 'A') + enc[^3][1..];
        var result = await _fixture.Service(("SOPS_AGE_KEY", A1))
            .UnwrapAsync(new WrappedKey(new AgeMasterKey(A1Recipient), string.Join('\n', enc), null), Token);
        Assert.Equal(UnwrapOutcome.Malformed, result.Attempt.Outcome);
        Assert.Equal(
            "failed to copy age decrypted data into bytes.Buffer: failed to decrypt and authenticate payload chunk, file may be " +
            "corrupted or tampered with",
            result.Attempt.Detail);
    }

    [Fact]
    public async Task An_empty_text_is_malformed()
    {
        var result = await _fixture.Service(("SOPS_AGE_KEY", A1))
            .UnwrapAsync(new WrappedKey(new AgeMasterKey(A1Recipient), "", null), Token);
        Assert.Equal(UnwrapOutcome.Malformed, result.Attempt.Outcome);
        Assert.StartsWith(
            "failed to create reader for decrypting sops data key with age: failed to read header: parsing age header: failed to read " +
            "intro: invalid armor: unexpected EOF. Did",
            result.Attempt.Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_no_result()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var enc = await _fixture.SealAsync(A1Recipient);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _fixture.Service(("SOPS_AGE_KEY", A1))
                .UnwrapAsync(new WrappedKey(new AgeMasterKey(A1Recipient), enc, null), cancelled.Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<KeyAttempt> Fails(string detail, UnwrapOutcome outcome, params (string Name, string Value)[] variables)
    {
        var enc = await _fixture.SealAsync(A1Recipient);
        var result = await _fixture.Service(variables).UnwrapAsync(new WrappedKey(new AgeMasterKey(A1Recipient), enc, null), Token);
        Assert.Equal(detail, result.Attempt.Detail);
        Assert.Equal(outcome, result.Attempt.Outcome);
        Assert.Null(result.Part);
        return result.Attempt;
    }
}
