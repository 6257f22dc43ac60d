using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// Failures in the reference's words, and with its line numbers: it names the line where the construct began, counted from 1 by the
/// scanner and from 0 by the parser, or else the line of the problem, and names no line when that
/// number is 0. The properties of the exception say where the problem is.
/// </summary>
internal static class YamlErrors
{
    /// <summary>A failure of the scanner.</summary>
    public static DocumentException Scanning(Mark construct, Mark problem, string words) =>
        Malformed(
            construct.Line > 0 ? construct.Line + 1 : problem.Line > 0 ? problem.Line + 1 : 0,
            problem.Line > 0 ? problem.Line + 1 : 0,
            problem,
            words);

    /// <summary>Fails at the cursor unless a condition holds.</summary>
    public static void Expect(Cursor cursor, bool condition, Mark construct, string words)
    {
        if (!condition)
        {
            throw Scanning(construct, cursor.Mark, words);
        }
    }

    /// <summary>A failure of the parser inside a construct that began at a place.</summary>
    public static DocumentException Parsing(Mark construct, Mark problem, string words) =>
        Malformed(construct.Line > 0 ? construct.Line : problem.Line, problem.Line, problem, words);

    /// <summary>A failure of the parser.</summary>
    public static DocumentException Parsing(Mark problem, string words) => Malformed(problem.Line, problem.Line, problem, words);

    /// <summary>Input that is no text, or no YAML text.</summary>
    public static DocumentException Undecodable(DecodingFault fault) =>
        new(ErrorCode.MalformedDocument, "yaml: " + fault.Problem, fault.Line, fault.Column);

    /// <summary>An alias without an anchor.</summary>
    /// <param name="name">Its name, or null where it must not be shown.</param>
    /// <param name="problem">Where it stands.</param>
    public static DocumentException UnknownAnchor(string? name, Mark problem) =>
        Malformed(0, 0, problem, name is null ? "unknown anchor referenced" : $"unknown anchor '{name}' referenced");

    /// <summary>A bound of ours that was exceeded.</summary>
    public static DocumentException Limit(string what, int most, Mark at) =>
        new(
            ErrorCode.LimitExceeded,
            string.Create(CultureInfo.InvariantCulture, $"yaml: {what} exceeds the limit of {most}"),
            at.Line + 1,
            at.Column + 1);

    private static DocumentException Malformed(int shownLine, int legacyLine, Mark problem, string words) =>
        new(ErrorCode.MalformedDocument, Message(shownLine, words), problem.Line + 1, problem.Column + 1)
        {
            LegacyMessage = legacyLine == shownLine ? null : Message(legacyLine, words),
        };

    private static string Message(int line, string words) =>
        line > 0 ? string.Create(CultureInfo.InvariantCulture, $"yaml: line {line}: {words}") : "yaml: " + words;
}
