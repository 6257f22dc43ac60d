namespace SecretsKit.Charts.Model;

/// <summary>
/// Files of templates that only define: their names start with an underscore, and they render to nothing (spec helm.md 4.1).
/// </summary>
internal static class PartialTemplate
{
    /// <summary>Whether the file of a path is one.</summary>
    public static bool Is(string path) => path.AsSpan(path.LastIndexOf('/') + 1).StartsWith('_');
}
