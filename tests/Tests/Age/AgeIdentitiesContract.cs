using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Age;

namespace SecretsKit.Tests.Age;

/// <summary>What every origin of age identities must do. One subclass for each.</summary>
public abstract class AgeIdentitiesContract : IDisposable
{
    protected const string Identity = "AGE-SECRET-KEY-1MU9ZD23CUC2SWH07PXDQXUY85HVWNXQKW38ELHMXXGMWUH88JLEQGR6F2S";
    protected const string Recipient = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";

    private readonly AgeSourcesFixture _fixture = new();

    private protected AgeSourcesFixture Fixture => _fixture;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fixture.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>An origin that holds <see cref="Identity"/>, or nothing.</summary>
    private protected abstract IAgeIdentities Create(string? identity);

    [Fact]
    public async Task Its_identities_open_what_was_wrapped_for_them()
    {
        var identities = Create(Identity);
        using var owner = (IDisposable)identities;
        var service = _fixture.Service(identities, RandomSource.System);
        for (var i = 0; i < 2; i++)
        {
            var result = await AgeSourcesFixture.UnwrapAsync(service, Recipient, await _fixture.SealAsync(Recipient));
            using var part = result.Part;
            Assert.Equal(UnwrapOutcome.Unwrapped, result.Attempt.Outcome);
        }
    }

    [Fact]
    public async Task Without_identities_the_places_are_named()
    {
        var identities = Create(null);
        using var owner = (IDisposable)identities;
        var service = _fixture.Service(identities, RandomSource.System);
        var result = await AgeSourcesFixture.UnwrapAsync(service, Recipient, await _fixture.SealAsync(Recipient));
        Assert.Equal(UnwrapOutcome.NoMatch, result.Attempt.Outcome);
        Assert.StartsWith("failed to load age identities. ", result.Attempt.Detail, StringComparison.Ordinal);
        Assert.Contains("Did not find keys in location", result.Attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_can_be_used_until_it_is_released_even_if_the_owner_disposes_first()
    {
        var identities = Create(Identity);
        var first = await identities.LoadAsync(Recipient, Token);
        var second = await identities.LoadAsync(Recipient, Token);
        ((IDisposable)identities).Dispose();
        first.Dispose();
        first.Dispose();
        var identity = Assert.IsType<X25519Identity>(Assert.Single(second.Identities));
        Assert.Equal(Identity, identity.RevealText());
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(identity.RevealText);
    }

    [Fact]
    public async Task Releasing_the_last_set_wipes_nothing_while_the_owner_goes_on()
    {
        var identities = Create(Identity);
        using var owner = (IDisposable)identities;
        (await identities.LoadAsync(Recipient, Token)).Dispose();
        using var set = await identities.LoadAsync(Recipient, Token);
        Assert.Equal(Identity, Assert.IsType<X25519Identity>(Assert.Single(set.Identities)).RevealText());
    }

    [Fact]
    public async Task A_disposed_origin_gives_no_more_sets()
    {
        var identities = Create(Identity);
        ((IDisposable)identities).Dispose();
        ((IDisposable)identities).Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await identities.LoadAsync(Recipient, Token));
    }

    [Fact]
    public async Task Cancellation_is_honoured_and_holds_nothing()
    {
        var identities = Create(Identity);
        var set = await identities.LoadAsync(Recipient, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await identities.LoadAsync(Recipient, new CancellationToken(canceled: true)));
        var identity = (X25519Identity)set.Identities[0];
        ((IDisposable)identities).Dispose();
        set.Dispose();
        Assert.Throws<ObjectDisposedException>(identity.RevealText);
    }

    [Fact]
    public async Task No_text_shows_an_identity()
    {
        var identities = Create(Identity);
        using var owner = (IDisposable)identities;
        using var set = await identities.LoadAsync(Recipient, Token);
        var attempt = set.Fail(new AgeMasterKey(Recipient), UnwrapOutcome.NoMatch, "").Attempt;
        Assert.DoesNotContain("AGE-SECRET-KEY", $"{identities} {set} {attempt}", StringComparison.Ordinal);
    }

    /// <summary>Parses an identity.</summary>
    protected static IReadOnlyList<AgeIdentity> Parse(string text) => AgeIdentityFile.Parse(Encoding.ASCII.GetBytes(text));
}

/// <summary>The contract for the places where sops looks.</summary>
public sealed class AgeIdentitySourcesContractTests : AgeIdentitiesContract
{
    private protected override IAgeIdentities Create(string? identity) =>
        identity is null ? Fixture.Sources() : Fixture.Sources(("SOPS_AGE_KEY", identity));
}
