using System.Diagnostics;
using System.Globalization;
using System.Text;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Findings;

/// <summary>Findings as Helm words them (spec helm.md 2.6).</summary>
public static class FindingText
{
    /// <summary>
    /// Lines such as <c>- at '/port': got string, want integer</c>, each cause two spaces deeper, without a line break at the end.
    /// </summary>
    public static string Lines(SchemaFinding root, ValueQuoting quoting) => Lines(root, quoting, KeywordQuoting.Quoted);

    /// <inheritdoc cref="Lines(SchemaFinding, ValueQuoting)"/>
    internal static string Lines(SchemaFinding root, ValueQuoting quoting, KeywordQuoting keywords)
    {
        ArgumentNullException.ThrowIfNull(root);
        var lines = new List<string>();
        foreach (var cause in root.Causes)
        {
            Append(lines, cause, "", quoting, keywords);
        }

        return string.Join('\n', lines);
    }

    /// <summary>The message alone, without its place.</summary>
    public static string Message(SchemaFinding finding, ValueQuoting quoting) => Message(finding, quoting, KeywordQuoting.Quoted);

    /// <inheritdoc cref="Message(SchemaFinding, ValueQuoting)"/>
    internal static string Message(SchemaFinding finding, ValueQuoting quoting, KeywordQuoting keywords)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var names = finding.Names;
        return finding.Kind switch
        {
            FindingKind.Schema => $"jsonschema validation failed with {Quote(finding.Wanted)}",
            FindingKind.Group or FindingKind.Reference => "validation failed",
            FindingKind.ReferenceCycle =>
                $"both {names[0]} and {names[1]} resolve to {GoQuote.Format(finding.Wanted)} causing reference cycle",
            FindingKind.FalseSchema => "false schema",
            FindingKind.Type => $"got {names[0]}, want {string.Join(" or ", names.Skip(1))}",
            FindingKind.Enum or FindingKind.Const => Allowed(finding, keywords),
            FindingKind.Bound => Bound(finding, LocalNumber.Format, quoting),
            FindingKind.Size => Bound(finding, static number => LocalNumber.Format((long)number.ToDouble()), ValueQuoting.Shown),
            FindingKind.Pattern => $"{Got(finding, quoting)} does not match pattern {Quote(finding.Wanted)}",
            FindingKind.Format when quoting == ValueQuoting.Hidden => $"{Got(finding, quoting)} is not valid {finding.Wanted}",
            FindingKind.Format => $"{Got(finding, quoting)} is not valid {finding.Wanted}: {finding.Reason}",
            FindingKind.Required => $"missing {(names.Count == 1 ? "property" : "properties")} {Quote(names)}",
            FindingKind.Dependency => $"properties {Quote(names)} required, if {Quote(finding.Wanted)} exists",
            FindingKind.AdditionalProperties => $"additional properties {Quote(names)} not allowed",
            FindingKind.PropertyName => $"invalid propertyName {Quote(names)}",
            FindingKind.AdditionalItems => $"last {LocalNumber.Format(finding.Positions[0])} additionalItem(s) not allowed",
            FindingKind.UniqueItems =>
                $"items at {LocalNumber.Format(finding.Positions[0])} and {LocalNumber.Format(finding.Positions[1])} are equal",
            FindingKind.Contains => "no items match contains schema",
            FindingKind.MinContains => Contained(finding, "min"),
            FindingKind.MaxContains => Contained(finding, "max"),
            FindingKind.AllOf => $"{Keyword("allOf", keywords)} failed",
            FindingKind.AnyOf => $"{Keyword("anyOf", keywords)} failed",
            FindingKind.OneOf when finding.Positions.Count == 0 => $"{Keyword("oneOf", keywords)} failed, none matched",
            FindingKind.OneOf => $"{Keyword("oneOf", keywords)} failed, subschemas {LocalNumber.Format(finding.Positions[0])}, " +
                $"{LocalNumber.Format(finding.Positions[1])} matched",
            FindingKind.Not => $"{Keyword("not", keywords)} failed",
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What is shown of a finding: a reference that found one thing says nothing of its own.</summary>
    internal static SchemaFinding Shown(SchemaFinding finding)
    {
        while (finding.Kind == FindingKind.Reference && finding.Causes.Count == 1)
        {
            finding = finding.Causes[0];
        }

        return finding;
    }

    /// <summary>Single quotes around a text, with Go's escapes inside.</summary>
    internal static string Quote(string text) => Quote(Encoding.UTF8.GetBytes(text));

    private static string Quote(ReadOnlySpan<byte> text)
    {
        // The mark at the end belongs to what is replaced: a text that ends in a backslash loses half of it, as in the reference.
        var quoted = GoQuote.Format(text, GoQuoteStyle.Quote)
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("'", "\\'", StringComparison.Ordinal);
        return $"'{quoted[1..^1]}'";
    }

    private static string Quote(IReadOnlyList<string> texts) => string.Join(", ", texts.Select(Quote));

    private static string Got(SchemaFinding finding, ValueQuoting quoting) => quoting == ValueQuoting.Shown
        ? Quote(finding.Quoted)
        : "the value";

    private static string Bound(SchemaFinding finding, Func<ExactNumber, string> format, ValueQuoting quoting)
    {
        var (got, want) = finding.Bounds;
        return quoting == ValueQuoting.Shown
            ? $"{finding.Keyword}: got {format(got)}, want {format(want)}"
            : $"{finding.Keyword}: want {format(want)}";
    }

    private static string Keyword(string name, KeywordQuoting keywords) => keywords == KeywordQuoting.Quoted ? $"'{name}'" : name;

    private static string Allowed(SchemaFinding finding, KeywordQuoting keywords)
    {
        if (finding.Allowed.Any(value => JsonKind.Of(value) is JsonKinds.Array or JsonKinds.Object))
        {
            return $"{Keyword(finding.Keyword, keywords)} failed";
        }

        var allowed = string.Join(", ", finding.Allowed.Select(Show));
        return finding.Allowed.Count == 1 ? $"value must be {allowed}" : $"value must be one of {allowed}";
    }

    private static string Show(Value value) => JsonKind.Of(value) switch
    {
        JsonKinds.String => Quote(value.StringBytes),
        JsonKinds.Boolean => value.Boolean ? "true" : "false",
        JsonKinds.Null => "<nil>",
        _ => ((JsonNumber)value.AsObject!).Text,
    };

    private static string Contained(SchemaFinding finding, string word)
    {
        var wanted = $"{word} {LocalNumber.Format((long)finding.Bounds.Want.ToDouble())} items required to match contains schema, but ";
        return finding.Positions.Count == 0
            ? wanted + "none matched"
            : $"{wanted}matched {LocalNumber.Format(finding.Positions.Count)} items at " +
                $"{string.Join(' ', finding.Positions.Select(at => at.ToString(CultureInfo.InvariantCulture)))}";
    }

    private static void Append(List<string> lines, SchemaFinding finding, string indent, ValueQuoting quoting, KeywordQuoting keywords)
    {
        finding = Shown(finding);
        lines.Add($"{indent}- at {Quote(finding.Pointer)}: {Message(finding, quoting, keywords)}");
        foreach (var cause in finding.Causes)
        {
            Append(lines, cause, indent + "  ", quoting, keywords);
        }
    }
}
