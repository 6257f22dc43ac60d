using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Age;

namespace SecretsKit.Tests.Age;

/// <summary>A given set that is replaced while it is in use.</summary>
public sealed class ReplaceableAgeIdentitiesTests : AgeIdentitiesContract
{
    private const string Place = "secret flux-system/age-keys";

    private protected override IAgeIdentities Create(string? identity) => Of(identity is null ? [] : Parse(identity));

    [Fact]
    public async Task A_replaced_set_is_wiped_when_its_last_user_releases_it()
    {
        var (old, next) = (X25519Identity.Generate(RandomSource.System), X25519Identity.Generate(RandomSource.System));
        using var identities = Of([old]);
        var first = await identities.LoadAsync(Recipient, Token);
        var second = await identities.LoadAsync(Recipient, Token);
        identities.Replace([next]);
        first.Dispose();
        Assert.NotEmpty(old.RevealText());
        Assert.Same(old, Assert.Single(second.Identities));
        using (var third = await identities.LoadAsync(Recipient, Token))
        {
            Assert.Same(next, Assert.Single(third.Identities));
        }

        second.Dispose();
        Assert.Throws<ObjectDisposedException>(old.RevealText);
        Assert.NotEmpty(next.RevealText());
    }

    [Fact]
    public void A_set_that_is_in_use_nowhere_is_wiped_at_once()
    {
        var (old, next) = (X25519Identity.Generate(RandomSource.System), X25519Identity.Generate(RandomSource.System));
        using var identities = Of([old]);
        identities.Replace([next]);
        Assert.Throws<ObjectDisposedException>(old.RevealText);
    }

    [Fact]
    public void After_disposal_a_replacement_is_refused_and_wiped()
    {
        var identities = Of([]);
        identities.Dispose();
        var late = X25519Identity.Generate(RandomSource.System);
        Assert.Throws<ObjectDisposedException>(() => identities.Replace([late]));
        Assert.Throws<ObjectDisposedException>(late.RevealText);
    }

    [Fact]
    public async Task The_place_is_named_when_no_identity_fits()
    {
        using var identities = Of([X25519Identity.Generate(RandomSource.System)]);
        var service = Fixture.Service(identities, RandomSource.System);
        var enc = await Fixture.SealAsync(Recipient);
        var result = await AgeSourcesFixture.UnwrapAsync(service, Recipient, enc);
        Assert.Equal(UnwrapOutcome.NoMatch, result.Attempt.Outcome);
        identities.Replace([]);
        result = await AgeSourcesFixture.UnwrapAsync(service, Recipient, enc);
        Assert.Equal($"failed to load age identities. Did not find keys in location '{Place}'.", result.Attempt.Detail);
        identities.Replace(Parse(Identity));
        result = await AgeSourcesFixture.UnwrapAsync(service, Recipient, enc);
        using var part = result.Part;
        Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
    }

    [Fact]
    public async Task Users_on_many_threads_see_whole_sets_that_nothing_wipes_under_them()
    {
        const int Users = 4;
        const int Loads = 400;
        const int Generations = 100;
        AgeIdentity[][] all =
        [
            .. Enumerable.Range(0, Generations + 1).Select(_ =>
                (AgeIdentity[])[X25519Identity.Generate(RandomSource.System), X25519Identity.Generate(RandomSource.System)]),
        ];
        var generationOf = new Dictionary<AgeIdentity, int>(
            all.SelectMany((set, number) => set.Select(identity => KeyValuePair.Create(identity, number))),
            ReferenceEqualityComparer.Instance);
        using var identities = Of(all[0]);
        using var start = new Barrier(Users + 1);
        var users = Enumerable.Range(0, Users).Select(_ => Task.Run(async () =>
        {
            start.SignalAndWait(Token);
            var latest = 0;
            for (var i = 0; i < Loads; i++)
            {
                using var set = await identities.LoadAsync(Recipient, Token);
                Assert.Equal(2, set.Identities.Count);
                Assert.All(set.Identities, identity => Assert.NotEmpty(((X25519Identity)identity).RevealText()));
                var number = Assert.Single(set.Identities.Select(identity => generationOf[identity]).Distinct());
                Assert.True(number >= latest, "an older set came after a newer one");
                latest = number;
            }
        })).ToList();
        users.Add(Task.Run(() =>
        {
            start.SignalAndWait(Token);
            foreach (var next in all.Skip(1))
            {
                identities.Replace(next);
            }
        }));
        await Task.WhenAll(users);
        Assert.All(all[..^1].SelectMany(set => set), identity =>
            Assert.Throws<ObjectDisposedException>(((X25519Identity)identity).RevealText));
        Assert.All(all[^1], identity => Assert.NotEmpty(((X25519Identity)identity).RevealText()));
    }

    private static ReplaceableAgeIdentities Of(IReadOnlyList<AgeIdentity> identities) => new(Place, identities);
}
