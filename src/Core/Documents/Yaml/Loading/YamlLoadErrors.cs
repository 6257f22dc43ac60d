using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>
/// Failures of a document that is well formed and no tree. The words are the reference's; where it quotes a value, ours leave it out.
/// Keys and anchors are quoted.
/// </summary>
internal static class YamlLoadErrors
{
    public static DocumentException ContainsItself(YamlNode alias) =>
        At(DocumentFault.Cycle, alias, $"anchor '{alias.Value.RevealText()}' value contains itself");

    public static DocumentException CannotDecode(YamlNode scalar, string resolved) =>
        At(DocumentFault.InvalidScalar, scalar, $"cannot decode {resolved} as a {YamlTags.Shorten(scalar.Tag)}");

    public static DocumentException InvalidBase64(YamlNode scalar) =>
        At(DocumentFault.InvalidScalar, scalar, "!!binary value contains invalid base64 data");

    public static DocumentException InvalidKey(YamlNode key) => At(DocumentFault.InvalidKey, key, "invalid map key");

    public static DocumentException InvalidMerge(YamlNode value) =>
        At(DocumentFault.InvalidMerge, value, "map merge requires map or sequence of maps as the value");

    public static DocumentException Limit(string what, int most, YamlNode at) => At(
        DocumentFault.Limit,
        at,
        string.Create(CultureInfo.InvariantCulture, $"{what} after aliases are expanded exceeds the limit of {most}"),
        ErrorCode.LimitExceeded);

    public static DocumentException ExcessiveAliasing(YamlNode at) =>
        At(DocumentFault.ExcessiveAliasing, at, "document contains excessive aliasing", ErrorCode.LimitExceeded);

    public static DocumentException NoDocument() => new(ErrorCode.MalformedDocument, DocumentFault.Empty, "EOF");

    public static DocumentException UnsupportedRoot(YamlNode root, string what) => new(
        ErrorCode.UnsupportedDocument,
        DocumentFault.WrongKind,
        $"YAML documents that are {what} are not supported",
        root.Line,
        root.Column);

    public static DocumentException InLaterDocument(DocumentException failure) =>
        new(failure.Code, failure.Fault, "Error unmarshaling input YAML: " + failure.Message, failure.Line, failure.Column, failure)
        {
            Problem = failure.Problem,
        };

    /// <summary>The list of findings that the strict reading of the first document ends with.</summary>
    /// <param name="fault">What the first of them is.</param>
    /// <param name="findings">All, in the reference's words.</param>
    /// <param name="first">Where the first is.</param>
    public static DocumentException Findings(DocumentFault fault, IReadOnlyList<string> findings, YamlNode first) =>
        new(
            ErrorCode.UnsupportedDocument,
            fault,
            "yaml: unmarshal errors:\n  " + string.Join("\n  ", findings),
            first.Line,
            first.Column)
        {
            Problem = string.Join("; ", findings),
        };

    public static string WrongKind(YamlNode node, string tag, string wanted) =>
        string.Create(CultureInfo.InvariantCulture, $"line {node.Line}: cannot unmarshal {tag} into {wanted}");

    public static string DuplicateKey(YamlNode first, YamlNode second) => string.Create(
        CultureInfo.InvariantCulture, $"line {second.Line}: mapping key {GoQuote.Format(second.Value.Span, GoQuoteStyle.Quote)} already " +
            $"defined at line {first.Line}");

    private static DocumentException At(
        DocumentFault fault, YamlNode node, string problem, ErrorCode code = ErrorCode.UnsupportedDocument) =>
        new(code, fault, "yaml: " + problem, node.Line, node.Column) { Problem = problem };
}
