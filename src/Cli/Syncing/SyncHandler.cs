using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Syncing;

/// <summary>Makes Secrets of manifests, once or until it is ended.</summary>
internal sealed class SyncHandler(VerbContext context)
{
    /// <summary>Syncs.</summary>
    /// <param name="request">What.</param>
    /// <param name="target">The cluster, if Secrets go to one or come from one.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">The manifests cannot be read, or the cluster cannot be reached.</exception>
    public async Task<int> RunAsync(SyncRequest request, ClusterTarget target, CancellationToken ct)
    {
        Check(request);
        using var cluster = request.Output == SyncOutput.Cluster ? await ClusterSecrets.OpenAsync(context, target, ct) : null;
        if (cluster is not null)
        {
            request = request with
            {
                Source = request.Source with { Settings = request.Source.Settings with { Namespace = cluster.Namespace } },
            };
        }

        using var learned = new LearnedValues();
        await using var manifests = await SyncManifests.ReadAsync(context, request.Source, learned, cluster?.Objects, ct);
        manifests.NoteOthers(context);
        using var place = cluster ?? PlaceOf(request);
        var run = new SyncRun(context, request, place);
        if (!request.Watches)
        {
            return run.End(await run.RunAsync(manifests, manifests.Mappings, ct));
        }

        await new SyncWatch(context, request, run, cluster?.Objects).RunAsync(manifests, ct);
        return ExitCodes.Success;
    }

    private ISyncPlace PlaceOf(SyncRequest request)
    {
        var writer = new SecretFileWriter(context, request.Encrypts, request.Config);
        return request.Output switch
        {
            SyncOutput.Folder => new SecretFolder(context, request.To, request.Source.Settings.Namespace, writer),
            SyncOutput.Dotenv => new DotenvFile(context, request.To, writer),
            _ => new PrintedSecrets(context, request.Output == SyncOutput.Json, request.Shows),
        };
    }

    private void Check(SyncRequest request)
    {
        if (request.Output == SyncOutput.Folder && request.To.Length == 0)
        {
            throw Wrong("--output folder needs the folder", "--to FOLDER names it");
        }

        if (request.To.Length > 0 && request.Output is not (SyncOutput.Folder or SyncOutput.Dotenv))
        {
            throw Wrong("--to is for --output folder and dotenv", "leave it out, or name one of them");
        }

        if (request.Encrypts && (request.Prints || request.Output == SyncOutput.Cluster))
        {
            throw Wrong("--encrypt is for files", "name a place with --output folder or dotenv, and --to");
        }

        if (request.Watches && (request.Prints || request.IsDryRun))
        {
            throw Wrong(
                "--watch needs a place that keeps Secrets", "name one: --output cluster, or --output folder or dotenv with --to");
        }

        if (request.Watches && request.Source.Paths.Contains(InputFile.Dash))
        {
            throw Wrong("--watch cannot read standard input again", "name files and folders with -f");
        }

        if (request.ReportsJson && request.Prints && !request.IsDryRun)
        {
            throw Wrong(
                "--report json would be among the Secrets on standard output", "add --dry-run, or name another place with --output");
        }

        if (request is { Output: SyncOutput.Dotenv, To.Length: 0, IsDryRun: false } && context.Host.OutputIsTerminal && !request.Shows)
        {
            throw Wrong("values are not printed on a terminal unless that is asked for", "--show prints them, --to FILE writes a file");
        }
    }

    private static SecretsKitException Wrong(string problem, string hint) => new(ErrorCode.Usage, problem) { Hint = hint };
}
