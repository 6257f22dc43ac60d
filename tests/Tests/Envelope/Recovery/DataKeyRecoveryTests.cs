using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Envelope.Recovery;

public sealed class DataKeyRecoveryTests : IDisposable
{
    private static readonly MasterKey A = new AgeMasterKey("age1a");
    private static readonly MasterKey B = new AgeMasterKey("age1b");
    private static readonly MasterKey P = new PgpMasterKey("F00D");
    private static readonly MasterKey K = new AwsKmsMasterKey("arn:k", "", EncryptionContext.Empty, "");
    private static readonly Timestamp Now = new(1_767_323_045, 0, 0);

    private readonly DataKey _key = DataKey.Generate(RandomSource.System);
    private readonly InMemoryKeyService _service = new();

    public void Dispose() => _key.Dispose();

    // groups, threshold, lost keys, whether the data key comes back
    public static TheoryData<string, int, string, bool> Quorums => new()
    {
        { "A", 0, "", true },
        { "A", 0, "A", false },
        { "A", 2, "", true },
        { "AB", 0, "A", true },
        { "AB", 0, "AB", false },
        { "A B", 0, "", true },
        { "A B", 0, "B", false },
        { "A B P", 2, "A", true },
        { "A B P", 2, "AP", false },
        { "A B P", 3, "P", false },
        { "AB P K", 2, "AK", true },
    };

    [Theory, MemberData(nameof(Quorums))]
    public async Task As_many_groups_as_the_threshold_rebuild_the_key(string groups, int threshold, string lost, bool recovered)
    {
        var metadata = await WrapAsync(groups, threshold);
        _service.Lose(KeysOf(lost));
        if (recovered)
        {
            using var key = await RecoverAsync(metadata);
            Assert.True(_key.FixedTimeEquals(key));
        }
        else
        {
            await Assert.ThrowsAsync<DataKeyUnrecoverableException>(async () => await RecoverAsync(metadata));
        }
    }

    // order, the ids in the order in which they are asked
    public static TheoryData<string, string[]> Orders => new()
    {
        { "", ["age1a", "age1b", "F00D", "arn:k"] },
        { "pgp,age", ["F00D", "age1a", "age1b", "arn:k"] },
        { "kms", ["arn:k", "F00D", "age1a", "age1b"] },
        { "nonsense", ["arn:k", "F00D", "age1a", "age1b"] },
    };

    [Theory, MemberData(nameof(Orders))]
    public async Task The_order_of_types_decides_who_is_asked_first(string order, string[] asked)
    {
        var metadata = await WrapAsync("KPAB", 0);
        _service.Lose(A, B, P, K);
        await Assert.ThrowsAsync<DataKeyUnrecoverableException>(async () => await RecoverAsync(metadata, order));
        Assert.Equal(asked, _service.Asked);
    }

    [Theory]
    [InlineData("A", 0)]
    [InlineData("A B P", 2)]
    public async Task Parts_are_wiped_when_they_were_used(string groups, int threshold)
    {
        var kept = new KeepingKeyService(_service);
        var chain = new KeyServiceChain([kept]);
        KeyGroup[] asked = [.. groups.Split(' ').Select(group => new KeyGroup([.. KeysOf(group)]))];
        var wrapped = await new DataKeyWrapping(chain, RandomSource.System).WrapAsync(_key, asked, threshold, Now, CancellationToken.None);
        Assert.Equal(asked.Length, kept.Parts.Count);
        var metadata = Sample.Metadata() with { KeyGroups = wrapped.Groups, ShamirThreshold = wrapped.Threshold };
        using var key = await new DataKeyRecovery(chain, DecryptionOrder.Default).RecoverAsync(metadata, CancellationToken.None);
        Assert.Equal(2 * asked.Length, kept.Parts.Count);
        Assert.All(kept.Parts, part => Assert.Throws<ObjectDisposedException>(() => part.Span.Length));
    }

    [Fact]
    public async Task A_group_is_left_at_its_first_success_and_all_groups_are_tried()
    {
        var metadata = await WrapAsync("AB P K", 2);
        using var key = await RecoverAsync(metadata);
        Assert.Equal(["age1a", "F00D", "arn:k"], _service.Asked);
    }

    [Fact]
    public void A_type_may_stand_in_the_order_once()
    {
        var failure = Assert.Throws<SecretsKitException>(() => DecryptionOrder.Parse("age,pgp,age"));
        Assert.Equal((ErrorCode.DecryptionOrder, "Duplicate decryption key type: age"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Failure_tells_every_attempt()
    {
        var metadata = await WrapAsync("AB P", 0);
        _service.Lose(A, B);
        var failure = await Assert.ThrowsAsync<DataKeyUnrecoverableException>(async () => await RecoverAsync(metadata));
        Assert.Equal("Error getting data key: 2 successful groups required, got 1", failure.Message);
        Assert.Equal((2, 1, ErrorCode.KeyUnrecoverable), (failure.Required, failure.Recovered, failure.Code));
        Assert.Equal([false, true], failure.Groups.Select(group => group.Recovered));
        Assert.Equal([A, B], failure.Groups[0].Keys.Select(key => key.Key));
        Assert.Equal("no such key", failure.Groups[0].Keys[0].Attempts[0].Detail);
    }

    [Fact]
    public async Task Services_are_asked_in_turn_and_their_answers_kept()
    {
        var metadata = await WrapAsync("A", 0);
        var remote = new InMemoryKeyService { Refusal = "remote says no" };
        using var key = await new DataKeyRecovery(new([remote, _service]), DecryptionOrder.Default)
            .RecoverAsync(metadata, CancellationToken.None);
        Assert.True(_key.FixedTimeEquals(key));

        _service.Lose(A);
        var failure = await Assert.ThrowsAsync<DataKeyUnrecoverableException>(
            async () =>
                await new DataKeyRecovery(new([_service, remote]), DecryptionOrder.Default).RecoverAsync(metadata, CancellationToken.None));
        Assert.Equal(["no such key", "remote says no"], failure.Groups[0].Keys[0].Attempts.Select(attempt => attempt.Detail));
    }

    [Fact]
    public async Task Shares_without_a_threshold_still_need_two()
    {
        var metadata = (await WrapAsync("A B", 0)) with { ShamirThreshold = 0 };
        _service.Lose(A);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(async () => await RecoverAsync(metadata));
        Assert.Equal(
            "could not get data key from shamir parts: less than two parts cannot be used to reconstruct the secret", failure.Message);
    }

    [Fact]
    public async Task A_key_of_another_length_is_refused()
    {
        using var part = new KeyPart("short"u8);
        var wrapped = new WrappedKey(A, await _service.WrapAsync(A, part, CancellationToken.None), null);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(async () => await RecoverAsync(MetadataOf(new([new([wrapped])], 0))));
        Assert.Equal(
            (ErrorCode.DecryptFailed, "Error walking tree: Could not decrypt value: crypto/aes: invalid key size 5"),
            (failure.Code, failure.Message));
    }

    [Fact]
    public async Task All_that_cannot_wrap_is_named()
    {
        (_service.Refusal, _service.Advice) = ("no network", "plug it in");
        _service.Lose(A, K);
        var failure = await Assert.ThrowsAsync<DataKeyWrapException>(async () => await WrapAsync("AB K ", 0));
        Assert.Equal(
            "Could not generate data key: [failed to encrypt new data key with master key \"age1a\": no network "
                + "failed to encrypt new data key with master key \"arn:k\": no network empty key group provided]",
            failure.Message);
        Assert.Equal(
            [new(KeyWrapFault.Refused, A), new(KeyWrapFault.Refused, K), new(KeyWrapFault.EmptyGroup)],
            failure.Failures.Select(reason => reason.Cause));
        Assert.Equal((new KeyWrapCause(KeyWrapFault.Refused, A), "plug it in"), (failure.Cause, failure.Hint));
    }

    // groups, threshold, cause, message
    public static TheoryData<string?, int, KeyWrapFault, string> Unwrappable => new()
    {
        { null, 0, KeyWrapFault.EmptyGroup, "Could not generate data key: [no key groups provided]" },
        { "", 0, KeyWrapFault.EmptyGroup, "Could not generate data key: [empty key group provided]" },
        {
            "A B", 3, KeyWrapFault.Threshold,
            "Could not generate data key: [could not split data key into parts for Shamir: parts cannot be less than threshold]"
        },
        {
            "A B", 1, KeyWrapFault.Threshold,
            "Could not generate data key: [could not split data key into parts for Shamir: threshold must be at least 2]"
        },
    };

    [Theory, MemberData(nameof(Unwrappable))]
    public async Task Groups_that_cannot_be_are_refused(string? groups, int threshold, KeyWrapFault fault, string message)
    {
        var failure = await Assert.ThrowsAsync<DataKeyWrapException>(async () => await WrapAsync(groups, threshold));
        Assert.Equal((new KeyWrapCause(fault), message), (failure.Cause, failure.Message));
    }

    [Fact]
    public async Task Without_services_nothing_is_wrapped()
    {
        var wrapping = new DataKeyWrapping(new([]), RandomSource.System);
        var failure = await Assert.ThrowsAsync<DataKeyWrapException>(
            async () => await wrapping.WrapAsync(_key, [new([A])], 0, Now, CancellationToken.None));
        Assert.Equal("Could not generate data key: [no key services provided, cannot update master keys]", failure.Message);
    }

    /// <summary>A file that lacks a recipient in silence shuts somebody out.</summary>
    [Fact]
    public async Task A_key_that_no_service_serves_is_an_error_and_not_left_out()
    {
        var wrapping = new DataKeyWrapping(new([new InMemoryKeyService(KeyType.Pgp)]), RandomSource.System);
        var failure = await Assert.ThrowsAsync<DataKeyWrapException>(
            async () => await wrapping.WrapAsync(_key, [new([P, A])], 0, Now, CancellationToken.None));
        Assert.Equal(
            "Could not generate data key: [failed to encrypt new data key with master key \"age1a\": no key service for keys of type age]",
            failure.Message);
        Assert.Equal(new KeyWrapCause(KeyWrapFault.NoService, A), failure.Cause);
    }

    [Fact]
    public async Task A_threshold_that_was_not_given_is_the_number_of_groups_and_one_group_keeps_it()
    {
        Assert.Equal(3, (await WrapAsync("A B P", 0)).ShamirThreshold);
        Assert.Equal(0, (await WrapAsync("A", 0)).ShamirThreshold);
        Assert.Equal(2, (await WrapAsync("A", 2)).ShamirThreshold);
    }

    [Fact]
    public async Task Wrapping_again_keeps_when_a_key_was_attached()
    {
        var metadata = await WrapAsync("P", 0);
        var again = await new DataKeyWrapping(new([_service]), RandomSource.System)
            .RewrapAsync(_key, metadata.KeyGroups, 0, CancellationToken.None);
        Assert.Equal(Now, again.Groups[0].Keys[0].CreatedAt);
        Assert.NotEqual(metadata.KeyGroups[0].Keys[0].Enc, again.Groups[0].Keys[0].Enc);
    }

    [Fact]
    public async Task No_failure_shows_key_material()
    {
        var metadata = await WrapAsync("A B", 0);
        _service.Lose(A);
        var failure = await Assert.ThrowsAsync<DataKeyUnrecoverableException>(async () => await RecoverAsync(metadata));
        var text = failure + RecoveryReport.Render(failure);
        Assert.DoesNotContain(Convert.ToHexString(_key.Span), text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(_key.Span), text, StringComparison.Ordinal);
    }

    private static IEnumerable<MasterKey> KeysOf(string letters) =>
        letters.Select(letter => letter switch { 'A' => A, 'B' => B, 'P' => P, _ => K });

    private static DocumentMetadata MetadataOf(WrappedDataKey key) =>
        DocumentMetadata.New(key, Core.Envelope.Selection.SelectionFields.Default, false, Now);

    private async Task<DocumentMetadata> WrapAsync(string? groups, int threshold)
    {
        List<KeyGroup> keyGroups = groups is null ? [] : [.. groups.Split(' ').Select(group => new KeyGroup([.. KeysOf(group)]))];
        var wrapping = new DataKeyWrapping(new([_service]), RandomSource.System);
        return MetadataOf(await wrapping.WrapAsync(_key, keyGroups, threshold, Now, CancellationToken.None));
    }

    private ValueTask<DataKey> RecoverAsync(DocumentMetadata metadata, string order = "") =>
        new DataKeyRecovery(new([_service]), DecryptionOrder.Parse(order)).RecoverAsync(metadata, CancellationToken.None);

    private sealed class KeepingKeyService(IKeyService inner) : IKeyService
    {
        public List<KeyPart> Parts { get; } = [];

        public bool IsRemote => inner.IsRemote;

        public bool Serves(KeyType type) => inner.Serves(type);

        public ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
        {
            Parts.Add(part);
            return inner.WrapAsync(key, part, ct);
        }

        public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
        {
            var result = await inner.UnwrapAsync(wrapped, ct);
            Parts.Add(result.Part!);
            return result;
        }
    }
}
