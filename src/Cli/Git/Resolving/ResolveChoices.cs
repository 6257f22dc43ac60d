using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Git.Resolving;

/// <summary>Whose value is taken where.</summary>
/// <param name="Everywhere">The side for all places that are not named, or null to ask.</param>
/// <param name="OursAt">Places that take our side.</param>
/// <param name="TheirsAt">Places that take theirs.</param>
internal sealed record ResolveChoices(MergeSide? Everywhere, IReadOnlyList<string> OursAt, IReadOnlyList<string> TheirsAt)
{
    /// <summary>The side chosen for a place, or null.</summary>
    public MergeSide? For(string place) =>
        OursAt.Contains(place) ? MergeSide.Ours : TheirsAt.Contains(place) ? MergeSide.Theirs : Everywhere;

    /// <summary>Refuses names that are no places of this conflict, or that are named for both sides.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.PathNotFound"/>, <see cref="ErrorCode.ConflictingOptions"/>.</exception>
    public void Check(IReadOnlyList<string> places)
    {
        if (OursAt.FirstOrDefault(TheirsAt.Contains) is { } both)
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, $"{both} is named for both sides");
        }

        if (OursAt.Concat(TheirsAt).FirstOrDefault(name => !places.Contains(name)) is { } unknown)
        {
            throw new SecretsKitException(ErrorCode.PathNotFound, $"{unknown} is not in conflict")
            {
                Hint = places.Count > 0 ? "in conflict: " + string.Join(", ", places) : "nothing is in conflict; leave the place out",
            };
        }
    }
}
