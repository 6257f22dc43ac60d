using SecretsKit.Charts.ChartTesting;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Packing;
using SecretsKit.Cli.Helm;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Puts the dependencies of charts into their folders <c>charts/</c>.</summary>
internal sealed class DependencyStep(TestingContext context)
{
    private const string FileScheme = "file://";

    private readonly Dictionary<string, (string Url, ServerAccess Server)> _repositories = [];

    /// <summary>Notes the repositories of the configuration, which dependencies may name.</summary>
    /// <exception cref="SecretsKitException">One is none.</exception>
    public Task AddRepositoriesAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        foreach (var row in context.Settings.ChartRepos)
        {
            var (name, url) = Pair(row);
            if (url.StartsWith("oci://", StringComparison.Ordinal))
            {
                throw new SecretsKitException(
                    ErrorCode.General, $"failed adding repo {name}={url}: registries are not part of this version");
            }

            var extra = context.Settings.HelmRepoExtraArgs.Select(Pair).FirstOrDefault(pair => pair.Name == name).Value ?? "";
            context.Announce("helm", "repo", "add", name, url);
            _repositories[name] = (url, RepositoryFlags.Read(HelmWork.Words(extra)));
            context.Print($"{HelmWork.Quoted(name)} has been added to your repositories");
        }

        return Task.CompletedTask;
    }

    /// <summary>Builds the dependencies of a chart.</summary>
    /// <exception cref="SecretsKitException">One cannot be had: what is wrong is printed.</exception>
    public async Task BuildAsync(TestedChart chart, CancellationToken ct)
    {
        if (!await TryBuildAsync(chart.Path, ct))
        {
            throw new SecretsKitException(
                ErrorCode.General, $"failed building dependencies for chart {HelmWork.Quoted(chart)}: {HelmWork.FailedWords}");
        }
    }

    /// <summary>Builds the dependencies of a chart.</summary>
    /// <param name="folder">The chart's.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Whether all could be had; what is wrong is printed.</returns>
    public async Task<bool> TryBuildAsync(string folder, CancellationToken ct)
    {
        context.Announce(["helm", "dependency", "build", folder, .. context.Settings.HelmDependencyExtraArgs]);
        try
        {
            await BuildFolderAsync(folder, ct);
            return true;
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            context.PrintText($"Error: {failure.Message}\n");
            return false;
        }
    }

    private async Task BuildFolderAsync(string folder, CancellationToken ct)
    {
        var host = Host();
        var path = context.Host.Environment.CleanPath(folder);
        var declared = ChartLocator.Load(host, path).Metadata.Dependencies?.OfType<ChartDependency>()
            .Where(dependency => dependency.Repository.Length > 0).ToList() ?? [];
        if (declared.Count == 0)
        {
            return;
        }

        var archives = new List<(ChartDependency Dependency, string Name, byte[] Content)>();
        foreach (var dependency in declared)
        {
            var packed = ChartLocator.Load(host, await LocateAsync(host, folder, dependency, ct));
            RequireVersion(dependency, packed);
            archives.Add((dependency, ChartPacker.FileName(packed), ChartPacker.Pack(packed, context.Host.Clock.GetUtcNow())));
        }

        context.Print($"Saving {archives.Count} charts");
        context.Print("Deleting outdated charts");
        Save(Path.Combine(path, "charts"), archives);
    }

    private async Task<ChartSource> LocateAsync(ChartHost host, string folder, ChartDependency dependency, CancellationToken ct)
    {
        var repository = dependency.Repository;
        if (repository.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            var named = CleanPath.Of($"{folder}/{repository[FileScheme.Length..]}");
            var path = context.Host.Environment.CleanPath(repository[FileScheme.Length..] is ['/', ..] absolute ? absolute : named);
            return Directory.Exists(path) ? new(path) : throw new ChartException($"directory {DisplayText.Field(named)} not found");
        }

        var (url, server) = repository switch
        {
            ['@', .. var name] => Named(name),
            _ when repository.StartsWith("alias:", StringComparison.Ordinal) => Named(repository[6..]),
            _ => _repositories.Values.FirstOrDefault(known => known.Url.TrimEnd('/') == repository.TrimEnd('/')) is { Url: not null } known
                ? known
                : (repository, new ServerAccess()),
        };
        context.Print($"Downloading {DisplayText.Field(dependency.Name)} from repo {DisplayText.Field(url)}");
        var reference = new ChartReference(dependency.Name) { Repository = url, Version = dependency.Version, Server = server };
        return await ChartLocator.LocateAsync(host, reference, ct);
    }

    private (string Url, ServerAccess Server) Named(string name) => _repositories.TryGetValue(name, out var repository) ? repository
        : throw new ChartException($"no repository definition for @{DisplayText.Field(name)}: add it with --chart-repos");

    private static void RequireVersion(ChartDependency dependency, Chart chart)
    {
        var version = chart.Metadata.Version;
        var isMet = dependency.Version.Length == 0
            || (VersionConstraint.TryParse(dependency.Version, out var constraint, out _)
                && SemanticVersion.TryParse(version, SemanticVersionStyle.Loose, out var parsed) && constraint.IsMet(parsed));
        if (!isMet)
        {
            throw new ChartException($"can't get a valid version for dependency {DisplayText.Field(dependency.Name)}");
        }
    }

    // Archives of other versions of what is declared go.
    private void Save(string folder, List<(ChartDependency Dependency, string Name, byte[] Content)> archives)
    {
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.GetFiles(folder, "*.tgz"))
        {
            var name = Path.GetFileName(old);
            var isOutdated = archives.Exists(archive => name.StartsWith(archive.Dependency.Name + "-", StringComparison.Ordinal)
                && char.IsAsciiDigit(name[archive.Dependency.Name.Length + 1]))
                && !archives.Exists(archive => archive.Name == name);
            if (isOutdated)
            {
                File.Delete(old);
            }
        }

        foreach (var (_, name, content) in archives)
        {
            AtomicFile.Write(new FileWriteRequest
            {
                Environment = context.Host.Environment,
                Path = Path.Combine(folder, name),
                Content = content,
                Kind = FileContentKind.Public,
            });
        }
    }

    private ChartHost Host()
    {
        var generation = HelmProgram.GenerationOf(context.Host.Environment);
        return new(context.Host.Environment, context.Host.Http, generation, new HelmLog(context.Host, generation, false))
        {
            Clock = context.Host.Clock,
            Random = context.Host.Random,
            Zones = context.Host.Zones,
        };
    }

    private static (string Name, string Value) Pair(string row)
    {
        var equals = row.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (row[..equals], row[(equals + 1)..])
            : throw new SecretsKitException(ErrorCode.Usage, $"{HelmWork.Quoted(row)} is not NAME=VALUE");
    }
}
