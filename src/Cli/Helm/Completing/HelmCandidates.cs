using SecretsKit.Cli.Helm.About;
using SecretsKit.Cli.Helm.Plugins;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>What may be written in places of the helm command line that the reference knows candidates for.</summary>
internal static class HelmCandidates
{
    /// <summary>The formats of reports.</summary>
    public static readonly IReadOnlyList<string> Formats = ["table", "json", "yaml"];

    /// <summary>Nothing, and no files.</summary>
    public static Task<CobraReply> None(CompletionScope scope, CancellationToken ct) => Task.FromResult(CobraReply.Nothing);

    /// <summary>Nothing, with the note that no argument is taken.</summary>
    public static Task<CobraReply> NoMore(CompletionScope scope, CancellationToken ct) => Task.FromResult(CobraReply.NoMoreArguments);

    /// <summary>One file.</summary>
    public static Task<CobraReply> OneFile(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count == 0 ? CobraReply.Files : CobraReply.NoMoreArguments);

    /// <summary>Nothing for so many arguments, then the note that no more are taken.</summary>
    public static CandidateSource NoneUpTo(int count) =>
        (scope, _) => Task.FromResult(scope.Arguments.Count < count ? CobraReply.Nothing : CobraReply.NoMoreArguments);

    /// <summary>Texts that can be listed.</summary>
    public static CandidateSource Words(params string[] words) => (_, _) => Task.FromResult(CobraReply.Nothing with { Lines = words });

    /// <summary>The formats of reports, with what they are.</summary>
    public static CandidateSource FormatWords { get; } = Words(
        "json\tOutput result in JSON format", "table\tOutput result in human-readable format", "yaml\tOutput result in YAML format");

    /// <summary>One chart.</summary>
    public static Task<CobraReply> OneChart(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count == 0 ? RepositoryCandidates.ChartsAndFiles(scope) : CobraReply.NoMoreArguments);

    /// <summary>One chart to fetch.</summary>
    public static Task<CobraReply> FetchedChart(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count == 0 ? RepositoryCandidates.ChartsOnly(scope) : CobraReply.Nothing);

    /// <summary>A name that the user makes up, unless it is generated, then a chart.</summary>
    public static Task<CobraReply> NameAndChart(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count == ChartPosition(scope) ? RepositoryCandidates.ChartsAndFiles(scope) : CobraReply.Nothing);

    /// <summary>The versions of the chart behind a name.</summary>
    public static Task<CobraReply> VersionOfNamedChart(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(VersionsOf(scope, ChartPosition(scope)));

    /// <summary>The versions of the chart that is the last of so many arguments.</summary>
    public static CandidateSource VersionOfArgument(int count) => (scope, _) => Task.FromResult(VersionsOf(scope, count - 1));

    /// <summary>Releases: they are in a cluster, which is not asked.</summary>
    public static Task<CobraReply> Releases(CompletionScope scope, CancellationToken ct) => Task.FromResult(CobraReply.Files);

    /// <summary>One release.</summary>
    public static Task<CobraReply> OneRelease(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count == 0 ? CobraReply.Files : CobraReply.NoMoreArguments);

    /// <summary>A release and one of its revisions.</summary>
    public static Task<CobraReply> ReleaseAndRevision(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count switch
    {
        0 => CobraReply.Files,
        1 => new(ShellDirective.Error),
        _ => CobraReply.NoMoreArguments,
    });

    /// <summary>A release and a chart.</summary>
    public static Task<CobraReply> ReleaseAndChart(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count switch
    {
        0 => CobraReply.Files,
        1 => RepositoryCandidates.ChartsAndFiles(scope),
        _ => CobraReply.NoMoreArguments,
    });

    /// <summary>Revisions of the release that is typed: they are in a cluster, which is not asked.</summary>
    public static Task<CobraReply> Revisions(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count == 1 ? new(ShellDirective.Error) : CobraReply.Nothing);

    /// <summary>A chart's archive and the beginning of a registry's URL.</summary>
    public static Task<CobraReply> ArchiveAndRegistry(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(scope.Arguments.Count switch
    {
        0 => CobraReply.Files,
        1 => new(ShellDirective.NoFileComp | ShellDirective.NoSpace, "oci://"),
        _ => CobraReply.NoMoreArguments,
    });

    /// <summary>The names of settings.</summary>
    public static Task<CobraReply> Settings(CompletionScope scope, CancellationToken ct) => Task.FromResult(scope.Arguments.Count == 0
        ? CobraReply.Nothing with { Lines = [.. HelmSettings.Of(scope.Session, scope.Flags).Keys] }
        : CobraReply.NoMoreArguments);

    /// <summary>The commands that help is about.</summary>
    public static Task<CobraReply> HelpTopics(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(new CobraSearch(scope.Root).Find(scope.Arguments) is { } found
            ? CobraReply.Nothing with { Lines = [.. found.Path[^1].Offer(scope.Current)] }
            : CobraReply.Nothing);

    /// <summary>The plugins that are installed, without those that are typed already.</summary>
    public static Task<CobraReply> Plugins(CompletionScope scope, CancellationToken ct)
    {
        var folders = HelmSettings.Of(scope.Session, scope.Flags)["HELM_PLUGINS"];
        var plugins = InstalledPlugin.All(scope.Session, folders).Where(plugin => !scope.Arguments.Contains(plugin.Name));
        return Task.FromResult(CobraReply.Nothing with { Lines = [.. plugins.Select(plugin => $"{plugin.Name}\t{plugin.ShortHelp}")] });
    }

    /// <summary>The contexts of the kubeconfig, with their clusters.</summary>
    public static Task<CobraReply> Contexts(CompletionScope scope, CancellationToken ct)
    {
        var environment = scope.Session.Host.Environment;
        var given = scope.Table.Find("kubeconfig") is { } flag ? scope.Flags.Text(flag) : "";
        var paths = given.Length > 0 ? [given]
            : environment.Variable("KUBECONFIG") is { Length: > 0 } listed
            ? listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [$"{environment.HomeDirectory}/.kube/config"];
        var contexts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var map in paths.Select(path => RepositoryCandidates.ReadYaml(scope.Session, path)))
        {
            foreach (var item in map?[new("contexts")].AsList is { } list ? list.Items.ToArray() : [])
            {
                if (item.AsMap is { } context && RepositoryCandidates.Text(context, "name") is { Length: > 0 } name)
                {
                    contexts.TryAdd(name, context[new("context")].AsMap is { } about ? RepositoryCandidates.Text(about, "cluster") : "");
                }
            }
        }

        return Task.FromResult(CobraReply.Nothing with { Lines = [.. contexts.Select(context => $"{context.Key}\t{context.Value}")] });
    }

    private static int ChartPosition(CompletionScope scope) => scope.IsOn("generate-name") ? 0 : 1;

    private static CobraReply VersionsOf(CompletionScope scope, int position) =>
        scope.Arguments.Count == position + 1 ? RepositoryCandidates.Versions(scope, scope.Arguments[position]) : CobraReply.Nothing;
}
