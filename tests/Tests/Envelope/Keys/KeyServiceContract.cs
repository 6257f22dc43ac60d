using System.Text;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Tests.Envelope.Keys;

/// <summary>What every key service must do. One subclass for each.</summary>
public abstract class KeyServiceContract
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("part-of-a-data-key-with-33-bytes.");

    /// <summary>The service, able to unwrap for <see cref="Owned"/> and not for <see cref="Foreign"/>.</summary>
    protected abstract IKeyService Service { get; }

    /// <summary>A key whose private side the service has.</summary>
    protected abstract MasterKey Owned { get; }

    /// <summary>A key that the service can wrap for at most.</summary>
    protected abstract MasterKey Foreign { get; }

    /// <summary>A text that stands for a part that <see cref="Foreign"/> wrapped.</summary>
    protected abstract ValueTask<string> WrapForForeignAsync(KeyPart part);

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    public async Task A_part_survives_wrapping(int length)
    {
        using var part = new KeyPart(Secret.AsSpan(0, length));
        var result = await Service.UnwrapAsync(await WrapAsync(Owned, part), CancellationToken.None);
        using var unwrapped = result.Part;
        Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        Assert.True(part.FixedTimeEquals(unwrapped!));
        Assert.Equal("", result.Attempt.Detail);
    }

    [Fact]
    public async Task The_key_of_another_is_a_result_and_not_an_exception()
    {
        using var part = new KeyPart(Secret);
        var wrapped = new WrappedKey(Foreign, await WrapForForeignAsync(part), null);
        var result = await Service.UnwrapAsync(wrapped, CancellationToken.None);
        Assert.Null(result.Part);
        Assert.NotEqual(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        Assert.NotEqual("", result.Attempt.Detail);
    }

    [Fact]
    public async Task Damaged_text_is_a_result_that_shows_nothing_of_the_part()
    {
        using var part = new KeyPart(Secret);
        var wrapped = await WrapAsync(Owned, part);
        for (var at = 0; at < wrapped.Enc.Length; at += Math.Max(1, wrapped.Enc.Length / 40))
        {
            var damaged = wrapped.Enc.Remove(at, 1);
            var result = await Service.UnwrapAsync(wrapped with { Enc = damaged }, CancellationToken.None);
            if (result.Part is { } part2)
            {
                // White space around an armor, for one, means nothing.
                Assert.True(part.FixedTimeEquals(part2));
            }

            Assert.DoesNotContain("part-of-a-data-key", result.Attempt.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cancellation_is_honoured()
    {
        using var part = new KeyPart(Secret);
        var wrapped = await WrapAsync(Owned, part);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Service.UnwrapAsync(wrapped, cancelled));
    }

    [Fact]
    public void It_serves_its_own_type() => Assert.True(Service.Serves(Owned.Type));

    private async Task<WrappedKey> WrapAsync(MasterKey key, KeyPart part) =>
        new(key, await Service.WrapAsync(key, part, CancellationToken.None), null);
}
