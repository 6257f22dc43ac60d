namespace SecretsKit.Core.Display;

/// <summary>Command lines in hints: they can be pasted into a shell, whatever the names of files hold.</summary>
public static class CommandText
{
    /// <summary>A word as a POSIX shell reads it: bare where that is safe, else in single quotes.</summary>
    public static string Word(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        // A tilde in front would be the home folder.
        return word.Length > 0 && word[0] != '~' && word.All(IsBare)
            ? word
            : word.Any(char.IsControl) ? "$'" + string.Concat(word.Select(Escaped)) + "'"
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>
    /// A command as it stands in a sentence: <c>'secretskit view s.yaml'</c>, and <c>`secretskit view 'my file.yaml'`</c> where a word
    /// needs quotes of its own.
    /// </summary>
    /// <param name="words">The words, unquoted.</param>
    public static string Line(params ReadOnlySpan<string> words)
    {
        var line = string.Join(' ', words.ToArray().Select(Word));
        return line.Contains('\'', StringComparison.Ordinal) ? $"`{line}`" : $"'{line}'";
    }

    // What cannot be seen, as bash, zsh and ksh read it between $' and '.
    private static string Escaped(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\'' or '\\' => "\\" + c,
        < ' ' or '\x7f' => "\\x" + ((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture),
        _ => c.ToString(),
    };

    private static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or '@' or '%' or '+'
        or ',' or '~';
}
