namespace SecretsKit.Kubernetes.Requests;

/// <summary>Reads the warnings that API servers send in headers (RFC 7234, <c>Warning: 299 - "text"</c>).</summary>
internal static class ApiWarnings
{
    /// <summary>Most warnings that are taken of one response.</summary>
    public const int Most = 100;

    /// <summary>The texts of the warnings with code 299; others are passed over, as is what cannot be read.</summary>
    public static IEnumerable<string> Parse(IEnumerable<string> headers) =>
        headers.SelectMany(All).Take(Most);

    // WARNING ("," WARNING)*, each: 3DIGIT SP agent SP quoted-string [SP quoted-string].
    private static IEnumerable<string> All(string header)
    {
        var rest = header;
        while (rest.TrimStart(' ', ',') is { Length: > 0 } text)
        {
            var words = text.Split(' ', 3);
            if (words.Length < 3 || TryQuoted(words[2], out var message) is not { } after)
            {
                yield break;
            }

            if (words[0] == "299")
            {
                yield return message;
            }

            rest = TryQuoted(after.TrimStart(), out _) ?? after;
        }
    }

    // The text within quotes, and what follows them; null if there are none.
    private static string? TryQuoted(string text, out string message)
    {
        message = "";
        if (text.Length < 2 || text[0] != '"')
        {
            return null;
        }

        var found = new System.Text.StringBuilder();
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                message = found.ToString();
                return text[(at + 1)..];
            }

            if (text[at] == '\\' && ++at == text.Length)
            {
                return null;
            }

            found.Append(text[at]);
        }

        return null;
    }
}
