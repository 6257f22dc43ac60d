namespace SecretsKit.Charts.Rendering;

/// <summary>
/// The order in which templates are parsed and executed: deepest paths first, names descending, so that definitions of the shallowest and
/// smallest name win (spec helm.md 4.1).
/// </summary>
internal static class TemplateOrder
{
    /// <summary>Sorts paths.</summary>
    public static string[] Sort(IEnumerable<string> paths)
    {
        var sorted = paths.ToArray();
        Array.Sort(sorted, static (a, b) =>
        {
            var depth = b.AsSpan().Count('/').CompareTo(a.AsSpan().Count('/'));
            return depth != 0 ? depth : string.CompareOrdinal(b, a);
        });
        return sorted;
    }
}
