using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Diffing;

/// <summary>
/// One object of a manifest, as a diff sees it. It may hold secrets, so its text shows the key alone.
/// </summary>
/// <param name="Key">What it is found again by: <c>NAMESPACE, NAME, KIND (GROUP)</c>, or the path of its template.</param>
/// <param name="Content">Its text, with the comment that names its template.</param>
/// <param name="Tree">The same, read.</param>
public sealed record DiffObject(string Key, string Content, MapValue Tree)
{
    private const string SourceMark = "# Source: ";

    /// <summary>Its kind.</summary>
    public string Kind => Planning.ObjectTree.Text(Tree, "kind");

    /// <summary>Its group and version.</summary>
    public string ApiVersion => Planning.ObjectTree.Text(Tree, "apiVersion");

    /// <summary>The namespace of the key.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the key.</summary>
    public string Name { get; init; } = "";

    /// <summary>What stands for the group in the key: <c>apps</c>, or <c>v1</c> for the core group.</summary>
    public string Group => ApiVersion.LastIndexOf('/') is var slash and >= 0 ? ApiVersion[..slash] : ApiVersion;

    /// <summary>The path of its template, as the comment in its text names it; empty where there is none.</summary>
    public string Source => Content.Split('\n')
        .FirstOrDefault(line => line.StartsWith(SourceMark, StringComparison.Ordinal))?[SourceMark.Length..].Trim() ?? "";

    /// <summary>Its key.</summary>
    public override string ToString() => Key;
}
