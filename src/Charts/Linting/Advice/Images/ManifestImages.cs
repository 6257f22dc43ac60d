using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>Images in the objects of manifests.</summary>
public static class ManifestImages
{
    /// <summary>The images of the containers in an object, one for each container that names one.</summary>
    public static IReadOnlyList<string> Of(Value content) => ContainerImages.Of(content);

    /// <summary>Whether an image may be another one tomorrow: it has no tag, or one that moves, and no digest.</summary>
    public static bool IsFloating(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return ImageReference.IsGiven(image) && !ImageReference.HasDigest(image)
            && (ImageReference.Tag(image) is var tag && (tag.Length == 0 || ImageReference.Moves(tag)));
    }
}
