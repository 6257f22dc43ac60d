using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Reporting;

/// <summary>The options of commands that report findings: the form of the report, what fails the run, and rules that are off.</summary>
internal sealed class ReportOptions
{
    /// <param name="hasRule">Whether there is a rule of this name.</param>
    public ReportOptions(Func<string, bool> hasRule) => Skip.Validators.Add(given =>
    {
        foreach (var token in given.Tokens.Where(token => !hasRule(token.Value)))
        {
            given.AddError($"there is no rule \"{token.Value}\"; --list-rules names them");
        }
    });

    /// <summary>The form of the report.</summary>
    public Option<string?> Form { get; } =
        VerbOptions.Choice("--output", "FORM", "Form of the report: human, json or sarif.", ["human", "json", "sarif"], "-o");

    /// <summary>The level from which findings fail the run.</summary>
    public Option<string?> FailOn { get; } = VerbOptions.Choice(
        "--fail-on", "LEVEL", "Level from which findings fail the run: error, warning (the default), note or never.",
        ["error", "warning", "note", "never"]);

    /// <summary>Rules that are off, as typed.</summary>
    public Option<string[]> Skip { get; } =
        VerbOptions.Many("--skip", "RULE", "Switch a rule off; may be repeated. --list-rules names them.");

    /// <summary>Asks for the names of the rules instead.</summary>
    public Option<bool> List { get; } = VerbOptions.Switch("--list-rules", "Name the rules.");

    /// <summary>The form that was chosen.</summary>
    public ReportForm FormOf(ParseResult parsed) => parsed.GetValue(Form) switch
    {
        "json" => ReportForm.Json,
        "sarif" => ReportForm.Sarif,
        _ => ReportForm.Human,
    };

    /// <summary>The level that was chosen; null for never.</summary>
    public CheckLevel? FailOnOf(ParseResult parsed) => parsed.GetValue(FailOn) switch
    {
        "error" => CheckLevel.Error,
        "note" => CheckLevel.Note,
        "never" => null,
        _ => CheckLevel.Warning,
    };
}
