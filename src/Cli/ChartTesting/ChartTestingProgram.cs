using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Cli.ChartTesting.Steps;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>The ct command line (chart-testing 3.14): lints, installs and tests charts that changed.</summary>
/// <param name="host">Streams and environment.</param>
/// <param name="words">The command and its words.</param>
/// <param name="calledAs">The words that call it, for its help.</param>
internal sealed class ChartTestingProgram(CliHost host, IReadOnlyList<string> words, string calledAs) : ICliProgram
{
    private const string Version = "v3.14.0";

    private bool _isUnknown;

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.Helm;

    /// <inheritdoc/>
    public string Verb { get; private set; } = "";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (words is [] or ["--help" or "-h" or "help"])
        {
            new ChartTestingHelp(calledAs).Overview().Print(host);
            return ExitCodes.Success;
        }

        var name = words[0] == "help" ? words[1] : words[0];
        var command = ChartTestingCommand.Find(name) ?? throw Unknown(name);
        Verb = command.Name;
        var flags = PflagParser.Parse(command.Flags, [.. words.Skip(1)], _ => null);
        if (words[0] == "help" || flags.IsOn(ChartTestingFlags.Help))
        {
            new ChartTestingHelp(calledAs).Of(command).Print(host);
            return ExitCodes.Success;
        }

        await RunAsync(command, flags, ct);
        return ExitCodes.Success;
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        // Whoever reads standard output alone sees it, too.
        host.WriteReportLine(failure.Message);
        host.Output.Flush();
        host.WriteErrorLine($"Error: {failure.Message:lines}{(_isUnknown ? "\nRun 'ct --help' for usage." : ""):lines}");
        if (failure.NearestHint is { } hint && host.ErrorIsTerminal)
        {
            host.WriteErrorLine($"hint: {hint}");
        }
    }

    private async Task RunAsync(ChartTestingCommand command, ParsedFlags flags, CancellationToken ct)
    {
        switch (command.Name)
        {
            case "version":
                host.WriteReportLine($"Version:\t {Version}\nGit commit:\t unknown\nDate:\t\t unknown\nLicense:\t Apache 2.0");
                break;
            case "list-changed":
                var context = new TestingContext(host, Configuration.Load(host, command.Flags, flags));
                (await new ChartSelection(context).ChangedAsync(ct)).ToList().ForEach(host.WriteReportLine);
                break;
            case "lint":
                await ProcessAsync(command, flags, "Linting", "linting", "linted", ct);
                break;
            case "install":
                await ProcessAsync(command, flags, "Installing", "installing", "installed", ct);
                break;
            default:
                await ProcessAsync(command, flags, "Linting and installing", "linting and installing", "linted and installed", ct);
                break;
        }
    }

    private async Task ProcessAsync(
        ChartTestingCommand command, ParsedFlags flags, string title, string doing, string done, CancellationToken ct)
    {
        host.WriteReportLine(title + " charts...");
        host.Output.Flush();
        var context = new TestingContext(host, Configuration.Load(host, command.Flags, flags));
        context.Announce("helm", "version", "--template", "{{ .Version }}");
        var lint = new LintStep(context);
        await using var install = new InstallStep(context);
        try
        {
            await new Processing(context).RunAsync(
                () => new ChartSelection(context).SelectAsync(ct),
                charts => command.Name == "lint" ? Task.CompletedTask : install.PrepareAsync(charts, ct),
                async chart =>
                {
                    if (command.Name != "install")
                    {
                        await lint.RunAsync(chart, ct);
                    }

                    if (command.Name != "lint")
                    {
                        await install.RunAsync(chart, ct);
                    }
                },
                ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw failure.WithPrefix($"failed {doing} charts: ");
        }

        context.Print($"All charts {done} successfully");
    }

    private SecretsKitException Unknown(string name)
    {
        _isUnknown = true;
        var near = SimilarName.Find(name, ChartTestingCommand.All.Select(command => command.Name));
        var suggestion = near is null ? "" : $"\n\nDid you mean this?\n\t{near}\n";
        return new(ErrorCode.Usage, $"unknown command {HelmWork.Quoted(name)} for \"ct\"{suggestion:lines}");
    }
}
