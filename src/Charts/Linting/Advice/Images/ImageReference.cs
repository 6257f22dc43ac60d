namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>What the name of an image says of the version.</summary>
internal static class ImageReference
{
    // Names that registries and pipelines let point at the newest build.
    private static readonly HashSet<string> MovingTags = new(StringComparer.Ordinal)
    {
        "latest", "main", "master", "develop", "dev", "edge", "nightly", "head", "HEAD", "trunk", "unstable", "stable", "lts", "canary",
        "next", "rolling", "snapshot",
    };

    /// <summary>Whether a name is that of an image at all: what is injected later is empty or <c>auto</c>.</summary>
    public static bool IsGiven(string image) => image is not ("" or "auto");

    /// <summary>Whether the content itself is named, so that nothing moves.</summary>
    public static bool HasDigest(string image) => image.Contains('@', StringComparison.Ordinal);

    /// <summary>The tag; empty where there is none.</summary>
    public static string Tag(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : name[(colon + 1)..];
    }

    /// <summary>Whether a tag is one that moves by its name.</summary>
    public static bool Moves(string tag) => MovingTags.Contains(tag)
        || tag.StartsWith("latest-", StringComparison.Ordinal)
        || tag.EndsWith("-latest", StringComparison.Ordinal);
}
