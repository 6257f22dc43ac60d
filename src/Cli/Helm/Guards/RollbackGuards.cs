using System.Globalization;
using SecretsKit.Charts.Linting.Advice.Images;
using SecretsKit.Core.Display;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Guards;

/// <summary>What a rollback cannot bring back (pipeline P-141, P-142, P-244).</summary>
internal static class RollbackGuards
{
    private const int MostImages = 5;

    /// <summary>Adds the guards of a rollback that went well.</summary>
    /// <param name="session">Where they are shown.</param>
    /// <param name="release">The new revision.</param>
    public static void Add(HelmSession session, Release release)
    {
        // Without guards to show, the manifests need not be read.
        if (!session.Guards.Hints.ShowsGuards)
        {
            return;
        }

        var images = ReleaseImages.Of(release, session.Generation);
        var text = string.Create(CultureInfo.InvariantCulture, $"revision {release.Revision} is deployed");
        session.Guards.Add(
            "K-141",
            $"{(images.Count > 0 ? $"{text} with {List(images)}" : text)}; a rollback brings back the objects of Kubernetes alone: "
            + "database migrations and data outside of the cluster stay as they are");
        if (images.Where(ManifestImages.IsFloating).ToList() is { Count: > 0 } floating)
        {
            session.Guards.Add(
                "K-244",
                $"the tag of {List(floating)} moves: what runs now may be newer than what ran then; deploy tags that stay, or digests");
        }
    }

    private static string List(IReadOnlyList<string> images) => string.Join(", ", images.Take(MostImages).Select(DisplayText.Field))
        + (images.Count > MostImages ? string.Create(CultureInfo.InvariantCulture, $" and {images.Count - MostImages} more") : "");
}
