namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>Cuts a file of suites at lines that begin with <c>---</c>. Blank documents are dropped.</summary>
internal static class SuiteDocuments
{
    private const string Mark = "---";

    /// <summary>The documents.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var line = 0; line <= text.Length;)
        {
            var end = text.IndexOf('\n', line);
            end = end < 0 ? text.Length : end;
            if (string.CompareOrdinal(text, line, Mark, 0, Mark.Length) == 0 && IsMark(text.AsSpan(line, end - line)))
            {
                if (!string.IsNullOrWhiteSpace(text[start..line]))
                {
                    yield return text[start..line];
                }

                start = line + Mark.Length;
            }

            line = end + 1;
        }

        if (start < text.Length && !string.IsNullOrWhiteSpace(text[start..]))
        {
            yield return text[start..];
        }
    }

    private static bool IsMark(ReadOnlySpan<char> line) => line.Length == Mark.Length || line[Mark.Length] is ' ' or '\t' or '\r';
}
