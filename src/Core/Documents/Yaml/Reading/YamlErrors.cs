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
    private const string Heading = "yaml: ";

    /// <summary>A failure of the scanner.</summary>
    public static DocumentException Scanning(
        Mark construct, Mark problem, string words, DocumentFault fault = DocumentFault.Syntax) =>
        Malformed(
            fault,
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
    public static DocumentException Parsing(
        Mark construct, Mark problem, string words, DocumentFault fault = DocumentFault.Syntax) =>
        Malformed(fault, construct.Line > 0 ? construct.Line : problem.Line, problem.Line, problem, words);

    /// <summary>A failure of the parser.</summary>
    public static DocumentException Parsing(Mark problem, string words) =>
        Malformed(DocumentFault.Syntax, problem.Line, problem.Line, problem, words);

    /// <summary>Input that is no text, or no YAML text.</summary>
    public static DocumentException Undecodable(DecodingFault fault) =>
        new(ErrorCode.MalformedDocument, DocumentFault.Characters, Heading + fault.Problem, fault.Line, fault.Column)
        {
            Problem = fault.Problem,
        };

    /// <summary>An alias without an anchor.</summary>
    /// <param name="name">Its name, or null where it must not be shown.</param>
    /// <param name="problem">Where it is.</param>
    public static DocumentException UnknownAnchor(string? name, Mark problem) =>
        Malformed(
            DocumentFault.UnknownAnchor,
            0,
            0,
            problem,
            name is null ? "unknown anchor referenced" : $"unknown anchor '{name}' referenced");

    /// <summary>A bound of ours that was exceeded.</summary>
    public static DocumentException Limit(string what, int most, Mark at)
    {
        var problem = string.Create(CultureInfo.InvariantCulture, $"{what} exceeds the limit of {most}");
        return new(ErrorCode.LimitExceeded, DocumentFault.Limit, Heading + problem, at.Line + 1, at.Column + 1) { Problem = problem };
    }

    private static DocumentException Malformed(DocumentFault fault, int shownLine, int legacyLine, Mark problem, string words) =>
        Malformed(fault, shownLine, problem, words, legacyLine == shownLine ? null : Malformed(fault, legacyLine, problem, words, null));

    private static DocumentException Malformed(
        DocumentFault fault, int shownLine, Mark problem, string words, DocumentException? legacy) =>
        new(
            ErrorCode.MalformedDocument,
            new DocumentCause(fault, problem.Line + 1, problem.Column + 1) { ReferenceLine = shownLine },
            shownLine > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Heading}line {shownLine}: {words}") : Heading + words)
        {
            Problem = words,
            Legacy = legacy,
        };
}
