using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Processes;

/// <summary>
/// Splits a command line into words as a shell would, without expansion: blanks separate; single
/// quotes keep everything; double quotes keep all but the backslash; a backslash takes the next character as it is; <c>#</c> where a word
/// could start begins a comment to the end of the line. The rules and error texts are those of the splitter in sops 3.13
/// (github.com/google/shlex), which serves EDITOR and the key commands.
/// </summary>
public static class WordSplitter
{
    /// <summary>The words; none for a blank line. An empty pair of quotes is an empty word.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.General"/>: a quote is not closed or a backslash ends the line. The text is not quoted.
    /// </exception>
    public static IReadOnlyList<string> Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case ' ' or '\t' or '\r' or '\n':
                    if (inWord)
                    {
                        words.Add(word.ToString());
                        word.Clear();
                        inWord = false;
                    }

                    break;
                case '#' when !inWord:
                    at = line.IndexOf('\n', at) is var end and >= 0 ? end : line.Length;
                    break;
                case '\'':
                    at = TakeVerbatim(line, at, word);
                    inWord = true;
                    break;
                case '"':
                    at = TakeQuoted(line, at, word);
                    inWord = true;
                    break;
                case '\\':
                    word.Append(Escaped(line, ++at));
                    inWord = true;
                    break;
                case var plain:
                    word.Append(plain);
                    inWord = true;
                    break;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static int TakeVerbatim(string line, int open, StringBuilder word)
    {
        var close = line.IndexOf('\'', open + 1);
        if (close < 0)
        {
            throw Unclosed();
        }

        word.Append(line, open + 1, close - open - 1);
        return close;
    }

    private static int TakeQuoted(string line, int open, StringBuilder word)
    {
        for (var at = open + 1; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '"':
                    return at;
                case '\\':
                    word.Append(Escaped(line, ++at));
                    break;
                case var plain:
                    word.Append(plain);
                    break;
            }
        }

        throw Unclosed();
    }

    private static char Escaped(string line, int at) => at < line.Length
        ? line[at]
        : throw new SecretsKitException(ErrorCode.General, "EOF found after escape character");

    private static SecretsKitException Unclosed() => new(ErrorCode.General, "EOF found when expecting closing quote");
}
