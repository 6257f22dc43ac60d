namespace SecretsKit.Charts.YamlLinting.Text;

/// <summary>A line of a text, without its break.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset of its break.</param>
internal sealed record TextLine(int Number, int Start, int End)
{
    /// <summary>The lines of a text; behind the last break there is one more, which may be empty.</summary>
    public static IEnumerable<TextLine> Of(string text)
    {
        var (number, start) = (1, 0);
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', start))
        {
            yield return new(number++, start, at > start && text[at - 1] == '\r' ? at - 1 : at);
            start = at + 1;
        }

        yield return new(number, start, text.Length);
    }
}
