using System.Globalization;
using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Kubeconform.Output;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Kubeconform;

/// <summary>The kubeconform command line, version 0.7.0 (spec chart-testing.md C).</summary>
/// <param name="host">Streams and environment.</param>
/// <param name="words">Flags, files and folders.</param>
/// <param name="calledAs">The words that call it, for its help.</param>
internal sealed class KubeconformProgram(CliHost host, IReadOnlyList<string> words, string calledAs) : ICliProgram
{
    private const string InputName = "stdin";

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.Kubeconform;

    /// <inheritdoc/>
    public string Verb => "";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var flags = GoFlagParser.Parse(KubeconformFlags.Table, words, host.Environment.Variable);
        if (flags.IsOn(KubeconformFlags.Help))
        {
            KubeconformHelp.Page(calledAs).Print(host);
            return ExitCodes.Success;
        }

        var options = Options(flags);
        if (flags.IsOn(KubeconformFlags.ShowVersion))
        {
            host.WriteReportLine(KubeconformHelp.Version);
            return ExitCodes.Success;
        }

        var isStream = flags.Arguments is [] or ["-"];
        var scope = new ReportScope(flags.IsOn(KubeconformFlags.Verbose), flags.IsOn(KubeconformFlags.Summary), isStream);
        var report = VerdictReport.Create(flags.Text(KubeconformFlags.Output), host, scope)
            ?? throw new SecretsKitException(ErrorCode.General, "'outputFormat' must be 'json', 'junit', 'pretty', 'tap' or 'text'");
        var run = new ValidationRun(
            host,
            new()
            {
                Options = options,
                Locations = flags.List(KubeconformFlags.Locations),
                Cache = flags.Text(KubeconformFlags.Cache),
                SkipsTls = flags.IsOn(KubeconformFlags.SkipsTls),
                StopsAtFailure = flags.IsOn(KubeconformFlags.ExitOnError),
                Log = flags.IsOn(KubeconformFlags.Debug) ? Log : null,
            });
        IEnumerable<ManifestInput> inputs = isStream
            ? [await InputAsync(ct)]
            : new ManifestFiles(host.Environment, flags.List(KubeconformFlags.IgnoredFiles)).Read(flags.Arguments);
        var isWell = await run.RunAsync(inputs, report, ct);
        HintAtOrder(flags);
        return isWell ? ExitCodes.Success : ExitCodes.For(Dialect, "", ErrorCode.General);
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        host.Output.Flush();
        if (failure.Code != ErrorCode.Usage)
        {
            host.WriteErrorLine(failure.Message);
            return;
        }

        host.WriteErrorLine(failure.Message);
        host.WriteErrorText(KubeconformHelp.Page(calledAs).Text() + "\n");
        if (KubevalHabits.Hint(failure.Message) is { } hint)
        {
            host.WriteErrorLine($"hint: {hint}");
        }
    }

    private static ValidationOptions Options(ParsedFlags flags)
    {
        var version = flags.Text(KubeconformFlags.Version);
        if (!ValidationOptions.IsVersion(version))
        {
            throw new SecretsKitException(
                ErrorCode.Usage,
                $"invalid value \"{version}\" for flag -kubernetes-version: {version} is not a valid version. "
                    + $"Valid values are \"master\" (default) or full version x.y.z (e.g. \"1.27.2\")");
        }

        return new()
        {
            IsStrict = flags.IsOn(KubeconformFlags.Strict),
            KubernetesVersion = version,
            Skipped = Kinds(flags.Text(KubeconformFlags.Skipped)),
            Rejected = Kinds(flags.Text(KubeconformFlags.Rejected)),
            IgnoresMissingSchemas = flags.IsOn(KubeconformFlags.IgnoresMissing),
            Workers = flags.Number(KubeconformFlags.Workers),
        };
    }

    private static HashSet<string> Kinds(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private async Task<ManifestInput> InputAsync(CancellationToken ct)
    {
        if (host.InputIsTerminal || host.InputIsDevice)
        {
            throw new SecretsKitException(ErrorCode.General, $"{Time()} failing to read data from stdin");
        }

        return new(InputName)
        {
            Text = await FileReader.ReadAsync(host.Input, InputName, FileReader.DefaultLimit, ct),
            CountsWhenEmpty = false,
        };
    }

    private void Log(string line) => host.WriteErrorLine($"{Time()} {line}");

    private string Time() => host.Clock.GetLocalNow().ToString("yyyy'/'MM'/'dd HH':'mm':'ss", CultureInfo.InvariantCulture);

    // Behind the first file everything is a file.
    private void HintAtOrder(ParsedFlags flags)
    {
        if (flags.Arguments.Find(word => KubeconformFlags.Table.FindWord(word) is not null) is { } late)
        {
            host.Output.Flush();
            host.WriteErrorLine($"hint: flags come before files: {late} was taken for a file");
        }
    }
}
