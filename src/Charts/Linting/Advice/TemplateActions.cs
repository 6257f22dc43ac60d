namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Takes a span.</summary>
internal delegate void SpanAction(ReadOnlySpan<byte> text);

/// <summary>The actions of a template as text, without parsing them: advice is given on charts that do not parse, too.</summary>
internal static class TemplateActions
{
    /// <summary>Hands over what is between each pair of double braces.</summary>
    public static void Each(ReadOnlySpan<byte> text, SpanAction take)
    {
        for (var start = text.IndexOf("{{"u8); start >= 0; start = text.IndexOf("{{"u8))
        {
            text = text[(start + 2)..];

            // A comment may hold braces.
            var end = IsComment(text) && text.IndexOf("*/"u8) is var close and >= 0 && text[close..].IndexOf("}}"u8) is var behind and >= 0
                ? close + behind
                : text.IndexOf("}}"u8);
            take(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[end..];
        }
    }

    /// <summary>Whether an action is a comment.</summary>
    public static bool IsComment(ReadOnlySpan<byte> action) => action.TrimStart("- \t\r\n"u8).StartsWith("/*"u8);
}
