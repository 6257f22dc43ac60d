using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Linting;

/// <summary>How much a message of lint matters.</summary>
public enum LintSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Probably not meant; a failure where the user asks for strictness.</summary>
    Warning,

    /// <summary>A failure.</summary>
    Error,
}

/// <summary>One thing that lint has to say.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">What it is about, usually a file of the chart.</param>
/// <param name="Text">The message.</param>
public sealed record LintMessage(LintSeverity Severity, string Subject, string Text)
{
    /// <summary>The id of the rule of advice that says it. Default: empty, for what Helm says, too.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Why, as data, the outermost first. Default nothing.</summary>
    public IReadOnlyList<FailureCause> Causes { get; init; } = [];

    /// <summary>As Helm prints it. A text may have several lines, as messages of templates do.</summary>
    public override string ToString() =>
        $"[{Severity.ToString().ToUpperInvariant()}] {DisplayText.Field(Subject)}: {DisplayText.Lines(Text)}";
}
