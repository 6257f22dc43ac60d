using SecretsKit.Charts.Linting.Advice.Images;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Planning;

/// <summary>The images that a revision of a release runs.</summary>
public static class ReleaseImages
{
    /// <summary>Reads them from its manifest; none where that cannot be read.</summary>
    /// <param name="release">The revision.</param>
    /// <param name="generation">How documents are separated.</param>
    /// <returns>Each once, in the order of the manifest.</returns>
    public static IReadOnlyList<string> Of(Release release, HelmGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(release);
        try
        {
            return
            [
                .. ManifestDocuments.Read(release.Manifest.Memory, generation)
                    .SelectMany(item => ManifestImages.Of(Value.Of(item.Document)))
                    .Distinct(StringComparer.Ordinal),
            ];
        }
        catch (SecretsKitException)
        {
            // The images are for a reminder behind an operation that went well.
            return [];
        }
    }
}
