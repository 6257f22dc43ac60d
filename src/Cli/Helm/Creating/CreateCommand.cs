using System.Text;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Packing;
using SecretsKit.Cli.Dialects;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.Creating;

/// <summary><c>helm create</c>: a chart to begin with.</summary>
internal static class CreateCommand
{
    private const int MaxNameLength = 250;
    private const string Placeholder = "<CHARTNAME>";

    private static readonly Flag Starter = new(
        FlagKind.Text, "starter", "A chart to copy: a path, or a name below the starters of HELM_DATA_HOME.")
    {
        Aliases = ["p"],
    };

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("create", "NAME [flags]", "Writes a new chart.")
    {
        Flags = _ => HelmFlags.With(Starter),
        Arguments = ArgumentRule.Exactly(1),
        Run = (session, flags, _) => Task.FromResult(Create(session, flags)),
    };

    private static int Create(HelmSession session, ParsedFlags flags)
    {
        var typed = flags.Arguments[0];
        session.Host.WriteReportLine($"Creating {typed}");
        var name = Path.GetFileName(typed.TrimEnd('/'));
        var path = session.Host.Environment.CleanPath(typed);
        if (flags.Text(Starter) is { Length: > 0 } starter)
        {
            var files = OfStarter(session, starter, name);
            WriteAll(session, path, files);
            return ExitCodes.Success;
        }

        RequireName(name);
        RequirePlace(path);
        WriteAll(session, path, Scaffold.Files(name));
        return ExitCodes.Success;
    }

    private static void RequireName(string name)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            throw new ChartException($"chart name must be between 1 and {MaxNameLength} characters");
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            throw new ChartException("chart name must match the regular expression \"^[a-zA-Z0-9._-]+$\"");
        }
    }

    private static void RequirePlace(string path)
    {
        var parent = Path.GetDirectoryName(path) ?? "/";
        if (!Directory.Exists(parent))
        {
            throw new ChartException(File.Exists(parent)
                ? DisplayText.Message($"no such directory {parent}")
                : DisplayText.Message($"stat {parent}: no such file or directory"));
        }

        if (File.Exists(path))
        {
            throw new ChartException($"file {path} already exists and is not a directory");
        }
    }

    // The chart gets metadata of its own; its name is put where the starter leaves room for it.
    private static List<ChartFile> OfStarter(HelmSession session, string starter, string name)
    {
        var source = Path.IsPathRooted(starter) ? starter : $"{DataFolder(session)}/starters/{starter}";
        if (!Path.Exists(source))
        {
            throw new ChartException($"could not load {source}: stat {source}: no such file or directory");
        }

        var chart = ChartLocator.Load(session.ChartHost, source);
        var metadata = new ChartMetadata
        {
            ApiVersion = "v2",
            Name = name,
            Type = "application",
            Version = "0.1.0",
            AppVersion = "0.1.0",
            Description = "A Helm chart for Kubernetes",
        };
        List<ChartFile> files = [new("Chart.yaml", MetadataWriter.Write(metadata))];
        files.AddRange(chart.Raw.Where(file => file.Name == "values.yaml").Concat(chart.Templates).Select(file => Named(file, name)));
        files.AddRange(chart.Files);
        files.AddRange(
            chart.Dependencies.Select(
                child => new ChartFile("charts/" + ChartPacker.FileName(child), ChartPacker.Pack(child, session.Host.Clock.GetUtcNow()))));
        return files;
    }

    private static ChartFile Named(ChartFile file, string name) =>
        file with
        {
            Data = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file.Data).Replace(Placeholder, name, StringComparison.Ordinal)),
        };

    private static string DataFolder(HelmSession session)
    {
        var environment = session.Host.Environment;
        return environment.Variable("HELM_DATA_HOME") is { Length: > 0 } own ? own
            : (environment.Variable("XDG_DATA_HOME") is { Length: > 0 } shared ? shared : environment.HomeDirectory + "/.local/share")
            + "/helm";
    }

    private static void WriteAll(HelmSession session, string path, IEnumerable<ChartFile> files)
    {
        foreach (var file in files)
        {
            var target = Path.Combine(path, file.Name);
            if (File.Exists(target))
            {
                session.Host.WriteReportLine($"WARNING: File \"{target}\" already exists. Overwriting.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            AtomicFile.Write(
                new() { Environment = session.Host.Environment, Path = target, Content = file.Data, Kind = FileContentKind.Public });
        }
    }
}
