using System.Text.RegularExpressions;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Tests.Conventions;

/// <summary>
/// Texts for people go through the redaction scope of their run: the streams themselves are in few hands, and what is written past the
/// scope is data that was asked for, or was masked by where it comes from. The lists may only shrink.
/// </summary>
public sealed partial class RedactedSinkTests
{
    // The composition roots of the command line and of the agent.
    private static readonly string[] OpenersOfStreams = ["Cli/Hosting/ProcessHost.cs", "Agent/Program.cs"];

    // Data that was asked for: plaintext, renderings, charts' files, machine-readable reports without values, and output of commands.
    private static readonly string[] WritersOfData =
    [
        "ChildRunner.cs", "ManifestPrinter.cs", "VersionCommand.cs", "ShowCommands.cs", "ValuesHandler.cs",
        "JsonLine.cs", "Output.cs", "CheckHandler.cs", "SyncLintHandler.cs", "LintFindings.cs",
    ];

    // Lines of data: answers that scripts read, help, versions and completions. None of them holds a value.
    private static readonly string[] WritersOfLines =
    [
        "HelmSecretsProgram.cs", "HelmSecretsPlugin.cs", "FileStatusVerb.cs", "SopsCommands.cs", "SopsProgram.cs", "EnvCommand.cs",
        "CompletionCommand.cs", "VersionCommand.cs", "CompletionVerb.cs", "KeygenHandler.cs", "VerbProgram.cs",
        "HelmCompletionProgram.cs", "CompletionProgram.cs",

        // Commands to the server of a workflow and rows of results, which are escaped and redacted before.
        "TestingContext.cs",
    ];

    // Reports whose form has its own escapes, of results that VerdictMask has cleared.
    private static readonly string[] WritersOfReports = ["JsonVerdicts.cs", "PrettyVerdicts.cs"];

    // What a command that the user named wrote to its standard error.
    private static readonly string[] WritersOfOthersErrors = ["ChildRunner.cs", "CliHost.cs"];

    private static readonly string[] MakersOfMaskedText = ["MaskedText.cs", "DiffReport.cs", "ValuesHandler.cs"];

    // What clears a part of a text before it is quoted, or a document before it is compared.
    private static readonly string[] CallersOfRedact =
    [
        "RedactionScope.cs", "MaskedText.cs", "TerminalOutput.cs", "CliHost.cs", "HelmLog.cs", "DryRunPrinter.cs", "ReleaseText.cs",
        "DiffPrinter.cs", "RecordedRun.cs",
        "DiffReport.cs", "SecretMask.cs", "LintFindings.cs", "UnitTestHost.cs", "TestingContext.cs",

        // Fields of results, before their form escapes them.
        "VerdictMask.cs",

        // Names of manifests are beside the failures that are cleared, and are often parts of values: user orders of orders-database.
        "LearnedValues.cs",

        // What failed templates say goes into events, which outlive the run and have no scope.
        "TargetRendering.cs",
    ];

    [Fact]
    public void Only_the_composition_root_opens_the_streams_of_the_process() => AssertOnly(Opener(), OpenersOfStreams);

    [Fact]
    public void Only_data_is_written_to_standard_output_as_it_is() => AssertOnly(DataWriter(), WritersOfData, "src/Cli");

    [Fact]
    public void Only_data_is_written_in_lines_as_they_are() => AssertOnly(LineWriter(), WritersOfLines, "src/Cli");

    [Fact]
    public void Only_reports_that_were_cleared_are_written_in_their_form() => AssertOnly(ReportWriter(), WritersOfReports, "src/Cli");

    [Fact]
    public void Only_errors_of_commands_are_handed_on_as_they_are() => AssertOnly(ErrorWriter(), WritersOfOthersErrors, "src/Cli");

    [Fact]
    public void Only_those_who_know_origins_vouch_for_a_text() => AssertOnly(Voucher(), MakersOfMaskedText);

    [Fact]
    public void Sinks_redact_and_nobody_else_needs_to() => AssertOnly(Redaction(), CallersOfRedact);

    [Fact]
    public void No_sink_is_made_without_a_scope()
    {
        var terminal = Assert.Single(typeof(TerminalOutput).GetConstructors());
        Assert.Contains(terminal.GetParameters(), parameter => parameter.ParameterType == typeof(RedactionScope));
        var error = typeof(CliHost).GetProperty("Error")!;
        Assert.True(error.GetMethod!.IsPrivate, "whoever has the stream of messages can write past the scope");
    }

    private static void AssertOnly(Regex pattern, string[] allowed, string folder = "src")
    {
        var found = (from file in SourceFiles.Under(folder, "*.cs")
                     from line in SourceFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
                     where pattern.IsMatch(line.Text) && !line.Text.TrimStart().StartsWith("///", StringComparison.Ordinal)
                     select (File: file.Replace('\\', '/'), Where: $"{file}:{line.Number}: {line.Text.Trim()}")).ToList();
        SourceFiles.AssertNone(found
            .Where(item => !allowed.Any(name => item.File.EndsWith(name, StringComparison.Ordinal)))
            .Select(item => item.Where));
        SourceFiles.AssertNone(allowed
            .Where(name => !found.Exists(item => item.File.EndsWith(name, StringComparison.Ordinal)))
            .Select(name => $"{name} is listed and does none of it any more"));
    }

    [GeneratedRegex(@"\bConsole\.(Open|Out\b|Error\b|Write|SetOut|SetError)")]
    private static partial Regex Opener();

    [GeneratedRegex(@"[Hh]ost\.Output\b(?!\.Flush)")]
    private static partial Regex DataWriter();

    [GeneratedRegex(@"[Hh]ost\.WriteLine\(")]
    private static partial Regex LineWriter();

    [GeneratedRegex(@"[Hh]ost\.WriteData\(")]
    private static partial Regex ReportWriter();

    [GeneratedRegex(@"\bWriteErrorOfCommandAsync\(")]
    private static partial Regex ErrorWriter();

    [GeneratedRegex(@"MaskedText\.(OfKnownOrigin|Unmasked)|MaskedText (OfKnownOrigin|Unmasked)\(")]
    private static partial Regex Voucher();

    [GeneratedRegex(@"\bRedact\(")]
    private static partial Regex Redaction();
}
