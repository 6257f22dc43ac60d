using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>
/// An identity of a kind that this version knows and cannot use. It stands among the others like any of them, so that those work, and
/// is reported only when a stanza may be for it and nothing else opened the file. It keeps nothing of the identity's text.
/// </summary>
internal sealed class UnavailableIdentity(string what, Func<AgeStanza, bool> mayBeMine) : AgeIdentity
{
    internal override IdentityRank Rank => IdentityRank.Unavailable;

    internal override ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct) =>
        stanzas.Any(mayBeMine) ? throw new AgeException(AgeFailure.Unavailable, what + " are not supported yet") : new((SecretBytes?)null);

    private protected override void Dispose(bool disposing)
    {
        // Nothing secret is held.
    }
}
