using System.Text;

namespace SecretsKit.Core.Detection;

/// <summary>
/// What a file itself allows: a comment <c>secretskit:allow [RULE,...] [reason]</c> on the line of a finding or the line before it, or
/// <c>secretskit:allow-file</c> anywhere. Any comment sign will do. Without rules, all are allowed.
/// </summary>
public sealed class AllowComments
{
    private const int LongestComment = 200;

    private readonly List<Comment> _comments = [];

    private AllowComments()
    {
    }

    /// <summary>A file without any.</summary>
    public static AllowComments None { get; } = new();

    private static ReadOnlySpan<byte> Mark => "secretskit:allow"u8;

    /// <summary>Reads the comments of a text.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="isRule">Tells ids of rules from the first word of a reason.</param>
    public static AllowComments Read(ReadOnlySpan<byte> text, Func<string, bool> isRule)
    {
        if (text.IndexOf(Mark) < 0)
        {
            return None;
        }

        var result = new AllowComments();
        var line = 1;
        foreach (var range in text.Split((byte)'\n'))
        {
            var row = text[range];
            if (row.IndexOf(Mark) is var at and >= 0)
            {
                result._comments.Add(Parse(row[(at + Mark.Length)..], line, isRule));
            }

            line++;
        }

        return result;
    }

    /// <summary>Whether a finding of a rule is allowed.</summary>
    /// <param name="rule">The rule's id.</param>
    /// <param name="line">The finding's line; 0 for the whole file.</param>
    /// <param name="valueLine">Where the value begins that it is in.</param>
    public bool Cover(string rule, int line, int valueLine) => _comments.Exists(comment =>
        (comment.Rules.Count == 0 || comment.Rules.Contains(rule))
        && (comment.IsWholeFile
            || comment.Line == line
            || comment.Line + 1 == line
            || comment.Line == valueLine
            || comment.Line + 1 == valueLine));

    private static Comment Parse(ReadOnlySpan<byte> rest, int line, Func<string, bool> isRule)
    {
        var text = Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, LongestComment)]);
        var isWholeFile = text.StartsWith("-file", StringComparison.Ordinal);
        var words = (isWholeFile ? text[5..] : text).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var rules = words.Length == 0 ? [] : words[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Where(isRule).ToList();
        return new(line, isWholeFile, rules);
    }

    private sealed record Comment(int Line, bool IsWholeFile, List<string> Rules);
}
