using System.CommandLine;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Pipelines;

/// <summary>The words that say which release of which chart with which values is meant, as those of <c>helm upgrade</c>.</summary>
internal sealed class ReleaseOptions
{
    private readonly Argument<string> _release = new("RELEASE") { Description = "The name of the release." };
    private readonly Argument<string> _chart = new("CHART") { Description = "A folder, an archive, or a chart of --repo." };
    private readonly Option<string[]> _files = VerbOptions.Many(
        "--values", "FILE", "Values file; encrypted ones are decrypted in memory; may be repeated.", "-f");

    private readonly Option<string[]> _set = VerbOptions.Many("--set", "KEY=VALUE", "A value; may be repeated.");
    private readonly Option<string[]> _strings = VerbOptions.Many("--set-string", "KEY=VALUE", "As --set, always a string.");
    private readonly Option<string[]> _contents = VerbOptions.Many(
        "--set-file", "KEY=FILE", "As --set, the value is the content of a file.");

    private readonly Option<string[]> _json = VerbOptions.Many("--set-json", "KEY=JSON", "As --set, the value is JSON.");
    private readonly Option<string[]> _literals = VerbOptions.Many("--set-literal", "KEY=VALUE", "As --set, the value is taken as it is.");
    private readonly Option<string?> _version = VerbOptions.Text("--version", "VERSION", "The version of a chart of --repo.");
    private readonly Option<string?> _repository = VerbOptions.Text("--repo", "URL", "The repository of the chart.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_release);
        AddChartTo(command);
    }

    /// <summary>Adds those that need no name of a release.</summary>
    public void AddChartTo(Command command)
    {
        command.Add(_chart);
        foreach (var option in (Option[])[_files, _set, _strings, _contents, _json, _literals, _version, _repository])
        {
            command.Add(option);
        }
    }

    /// <summary>What is meant.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="namespace">The namespace of the release.</param>
    public ReleaseRequest Read(ParseResult parsed, string @namespace) => Read(parsed, parsed.GetRequiredValue(_release), @namespace);

    /// <summary>The same where the command line has no name of a release.</summary>
    public ReleaseRequest Read(ParseResult parsed, string name, string @namespace) =>
        new(name, Chart(parsed), Values(parsed)) { Namespace = @namespace };

    /// <summary>Adds those of commands that render nothing.</summary>
    public void AddReferenceTo(Command command)
    {
        command.Add(_chart);
        command.Add(_version);
        command.Add(_repository);
    }

    /// <summary>Which chart is meant.</summary>
    public ChartReference Chart(ParseResult parsed) => new(parsed.GetRequiredValue(_chart))
    {
        Version = parsed.GetValue(_version) ?? "",
        Repository = parsed.GetValue(_repository) ?? "",
    };

    private ValueArguments Values(ParseResult parsed) => new()
    {
        // Commas separate files, as they do for template.
        Files = [.. (parsed.GetValue(_files) ?? []).SelectMany(file => file.Split(','))],
        Plain = parsed.GetValue(_set) ?? [],
        Strings = parsed.GetValue(_strings) ?? [],
        FileContents = parsed.GetValue(_contents) ?? [],
        Json = parsed.GetValue(_json) ?? [],
        Literals = parsed.GetValue(_literals) ?? [],
    };
}
