using SecretsKit.Charts.Schema.Findings;

namespace SecretsKit.Charts.Validation;

/// <summary>What a schema finds, as kubeconform words it.</summary>
internal static class ViolationText
{
    private const string Heading = "problem validating schema. Check JSON formatting: ";

    /// <summary>All of it, on one line.</summary>
    public static string Message(SchemaFinding finding, ValueQuoting quoting)
    {
        var lines = FindingText.Lines(finding, quoting, KeywordQuoting.Bare);
        return $"{Heading}{FindingText.Message(finding, quoting, KeywordQuoting.Bare)} {lines.ReplaceLineEndings(" ")}";
    }

    /// <summary>The outermost findings.</summary>
    public static IReadOnlyList<Violation> Violations(SchemaFinding finding, ValueQuoting quoting) =>
    [
        .. finding.Causes.Select(FindingText.Shown)
            .Select(cause => new Violation(cause.Pointer, FindingText.Message(cause, quoting, KeywordQuoting.Bare))),
    ];
}
