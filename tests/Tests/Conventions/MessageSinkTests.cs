using System.Text.RegularExpressions;

namespace SecretsKit.Tests.Conventions;

/// <summary>Words for people go through what escapes them: nothing writes past it.</summary>
public sealed partial class MessageSinkTests
{
    // The host itself, the output of a command that the user named, and the end of a line that a terminal holds.
    private static readonly string[] WritersOfErrors = ["Hosting/CliHost.cs", "Execution/ChildRunner.cs", "Cli/Program.cs"];

    // Lines of data, of help and of fixed words. A report uses WriteReportLine or the terminal.
    private static readonly string[] WritersOfLines =
    [
        "Completion/CompletionProgram.cs", "Helm/About/", "Completion/HelmCompletionProgram.cs", "Helm/HelmProgram.cs",
        "Helm/Linting/LintCommand.cs", "Hosting/CliHost.cs", "Secrets/HelmSecretsPlugin.cs", "Secrets/HelmSecretsProgram.cs",
        "Sops/FileStatusVerb.cs", "Sops/SopsCommands.cs", "Sops/SopsProgram.cs", "Verbs/CompletionVerb.cs",
        "Verbs/KeygenHandler.cs", "Framework/VerbProgram.cs", "ChartTesting/TestingContext.cs",
    ];

    [Fact]
    public void Nothing_writes_to_standard_error_past_the_escaping() => SourceFiles.AssertNone(Find(ErrorWriter(), WritersOfErrors));

    [Fact]
    public void Lines_that_are_printed_as_they_are_are_data() => SourceFiles.AssertNone(Find(LineWriter(), WritersOfLines));

    private static IEnumerable<string> Find(Regex pattern, string[] allowed) =>
        from file in SourceFiles.Under("src/Cli", "*.cs")
        where !allowed.Any(place => file.Replace('\\', '/').Contains(place, StringComparison.Ordinal))
        from line in SourceFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    [GeneratedRegex(@"\b[Hh]ost\.Error\.Write|\bError\.Write(Byte|Async)?\(|OpenStandardError\(\)\.")]
    private static partial Regex ErrorWriter();

    [GeneratedRegex(@"\b_?[Hh]ost\.WriteLine\(")]
    private static partial Regex LineWriter();
}
