namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Comments that are headings: lines of signs above, below or around a few words. They are about all values of their section.
/// </summary>
internal static class CommentHeadings
{
    private const int ShortestRule = 4;
    private const int MostLines = 4;
    private const string Signs = "#-=*~_+";

    // What is about the file.
    private static readonly string[] FileWords = ["copyright", "licen", "spdx", "default values", "values for", "values.yaml"];

    /// <summary>Whether a heading begins at a line.</summary>
    /// <param name="lines">Of the file.</param>
    /// <param name="at">The line.</param>
    /// <param name="isFirst">Whether no value is before it, so that it may be about the whole file.</param>
    public static bool At(string[] lines, int at, bool isFirst)
    {
        var block = lines.Skip(at).TakeWhile(line => line.StartsWith('#')).ToList();
        return block.Count(line => !IsRule(line) && line.Trim('#', ' ').Length > 0) is > 0 and <= MostLines
            && block.Exists(line => IsRule(line) || IsFramed(line))
            && !(isFirst && block.Exists(IsAboutFile));
    }

    private static bool IsAboutFile(string line) =>
        Array.Exists(FileWords, word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    // A whole line of signs.
    private static bool IsRule(string line) => line.TrimEnd().Length >= ShortestRule
        && line.All(c => c == ' ' || Signs.Contains(c, StringComparison.Ordinal))
        && line.Count(c => c != ' ') >= ShortestRule;

    // ### Words ###, # --- Words ---, but not -----BEGIN CERTIFICATE-----, which is an example.
    private static bool IsFramed(string line)
    {
        var text = line.TrimEnd();
        var sign = text[^1];
        var inner = sign == '#' ? text : text.TrimStart('#', ' ');
        var frame = new string(sign, 3);
        return Signs.Contains(sign, StringComparison.Ordinal)
            && inner.EndsWith(frame, StringComparison.Ordinal)
            && inner.StartsWith(frame, StringComparison.Ordinal)
            && inner.Trim(sign) is [' ', ..];
    }
}
