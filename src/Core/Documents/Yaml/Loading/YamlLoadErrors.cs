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
        At(alias, $"yaml: anchor '{alias.Value.RevealText()}' value contains itself");

    public static DocumentException CannotDecode(YamlNode scalar, string resolved) =>
        At(scalar, $"yaml: cannot decode {resolved} as a {YamlTags.Shorten(scalar.Tag)}");

    public static DocumentException InvalidBase64(YamlNode scalar) => At(scalar, "yaml: !!binary value contains invalid base64 data");

    public static DocumentException InvalidKey(YamlNode key) => At(key, "yaml: invalid map key");

    public static DocumentException InvalidMerge(YamlNode value) =>
        At(value, "yaml: map merge requires map or sequence of maps as the value");

    public static DocumentException Limit(string what, int most, YamlNode at) => new(
        ErrorCode.LimitExceeded,
        string.Create(CultureInfo.InvariantCulture, $"yaml: {what} after aliases are expanded exceeds the limit of {most}"),
        at.Line,
        at.Column);

    public static DocumentException ExcessiveAliasing(YamlNode at) =>
        new(ErrorCode.LimitExceeded, "yaml: document contains excessive aliasing", at.Line, at.Column);

    public static DocumentException NoDocument() => new(ErrorCode.MalformedDocument, "EOF");

    public static DocumentException UnsupportedRoot(YamlNode root, string what) => new(
        ErrorCode.UnsupportedDocument, $"YAML documents that are {what} are not supported", root.Line, root.Column);

    public static DocumentException InLaterDocument(DocumentException failure) =>
        new(failure.Code, "Error unmarshaling input YAML: " + failure.Message, failure.Line, failure.Column, failure);

    /// <summary>The list of findings that the strict reading of the first document ends with.</summary>
    public static DocumentException Findings(IReadOnlyList<string> findings, YamlNode first) =>
        new(ErrorCode.UnsupportedDocument, "yaml: unmarshal errors:\n  " + string.Join("\n  ", findings), first.Line, first.Column);

    public static string WrongKind(YamlNode node, string tag, string wanted) =>
        string.Create(CultureInfo.InvariantCulture, $"line {node.Line}: cannot unmarshal {tag} into {wanted}");

    public static string DuplicateKey(YamlNode first, YamlNode second) => string.Create(
        CultureInfo.InvariantCulture, $"line {second.Line}: mapping key {GoQuote.Format(second.Value.Span, GoQuoteStyle.Quote)} already defined at line {first.Line}");

    private static DocumentException At(YamlNode node, string message) =>
        new(ErrorCode.UnsupportedDocument, message, node.Line, node.Column);
}
