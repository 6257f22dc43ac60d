namespace SecretsKit.Releases.Planning;

/// <summary>How objects are brought to what a manifest says (spec helm.md 12).</summary>
public enum WriteMethod
{
    /// <summary>Patches that this program computes: strategic ones for Kubernetes' own kinds, JSON merge patches for others.</summary>
    ClientSide,

    /// <summary>Server-side apply; a field that somebody else owns with another value is a conflict.</summary>
    ServerSide,

    /// <summary>Server-side apply, which takes fields from their owners.</summary>
    ServerSideForced,

    /// <summary>Objects that are there are replaced.</summary>
    Replacing,

    /// <summary>Server-side apply and replacement at once: objects are made, but changing one is refused, as Helm does.</summary>
    ServerSideReplacing,
}
