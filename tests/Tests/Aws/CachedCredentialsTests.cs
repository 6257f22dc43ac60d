using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Aws;

/// <summary>Credentials that end: obtained once for all who wait, renewed before they end, and used as long as they are good.</summary>
public sealed class CachedCredentialsTests
{
    private readonly FakeClock _clock = new();
    private int _count;
    private bool _fails;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_wait_cause_one_request()
    {
        var permission = new TaskCompletionSource();
        var cached = new CachedCredentials(async _ =>
        {
            await permission.Task;
            return Next();
        }, _clock);
        var waiting = Enumerable.Range(0, 50).Select(_ => cached.GetAsync(Ct).AsTask()).ToList();
        permission.SetResult();
        Assert.All(await Task.WhenAll(waiting), credentials => Assert.Equal("K1", credentials.AccessKeyId));
    }

    [Fact]
    public async Task They_are_renewed_five_minutes_before_they_end()
    {
        var cached = Cached();
        Assert.Equal("K1", await KeyAsync(cached));
        _clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("K1", await KeyAsync(cached));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("K2", await KeyAsync(cached));
    }

    [Fact]
    public async Task What_is_still_good_is_used_where_renewing_fails()
    {
        var cached = Cached();
        await KeyAsync(cached);
        _fails = true;
        _clock.Advance(TimeSpan.FromMinutes(58));
        Assert.Equal("K1", await KeyAsync(cached));
        _clock.Advance(TimeSpan.FromMinutes(3));
        await Assert.ThrowsAsync<ProviderException>(async () => await KeyAsync(cached));
        _fails = false;
        Assert.Equal("K2", await KeyAsync(cached));
    }

    [Fact]
    public async Task One_who_stops_waiting_does_not_stop_the_others()
    {
        var permission = new TaskCompletionSource();
        var cached = new CachedCredentials(async ct =>
        {
            await permission.Task.WaitAsync(ct);
            return Next();
        }, _clock);
        using var stop = new CancellationTokenSource();
        var first = cached.GetAsync(stop.Token).AsTask();
        var second = cached.GetAsync(Ct).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        permission.SetResult();
        Assert.Equal("K1", (await second).AccessKeyId);
    }

    [Fact]
    public async Task What_is_refused_is_obtained_again_and_lasting_keys_are_not()
    {
        var cached = Cached();
        var refused = await cached.GetAsync(Ct);
        Assert.True(cached.Forget(refused));
        Assert.Equal("K2", await KeyAsync(cached));

        // Another who was refused with the same does not take the new ones away.
        Assert.True(cached.Forget(refused));
        Assert.Equal("K2", await KeyAsync(cached));
        Assert.False(cached.Forget(new("lasting", "s")));
    }

    private CachedCredentials Cached() => new(_ => _fails
        ? throw new ProviderException(new(ProviderFault.Unreachable, "AWS STS", "AssumeRole", ""), $"no way there")
        : new(Next()), _clock);

    private AwsCredentials Next() => new($"K{++_count}", "s", "t", _clock.GetUtcNow() + TimeSpan.FromHours(1));

    private static async Task<string> KeyAsync(CachedCredentials cached) => (await cached.GetAsync(Ct)).AccessKeyId;
}
