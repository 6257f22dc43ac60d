using System.Security.Cryptography;
using System.Text;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Stores;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing;

/// <summary>
/// Syncs until it is ended: each mapping when its interval is over, and all of them when a manifest or a file of a store changes.
/// </summary>
/// <param name="context">Of the run.</param>
/// <param name="request">How.</param>
/// <param name="run">Syncs.</param>
/// <param name="cluster">Has what the manifests do not; null for nothing. Lent.</param>
internal sealed class SyncWatch(VerbContext context, SyncRequest request, SyncRun run, ObjectClient? cluster)
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(7);

    private readonly Dictionary<string, (DateTimeOffset Due, int Failures)> _next = new(StringComparer.Ordinal);

    /// <summary>Syncs all mappings, and goes on until the token fires.</summary>
    /// <param name="manifests">What is synced first. Disposed when others replace it, or at the end.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(SyncManifests manifests, CancellationToken ct)
    {
        // Files are looked at before they are read: what changes while stores are asked counts, too.
        var seen = new Contents(OfManifests(), OfStores(manifests));
        Plan(await run.RunAsync(manifests, manifests.Mappings, ct));
        try
        {
            var last = seen;
            context.Terminal.Say(
                $"watching {manifests.Mappings.Count} mappings; Ctrl-C ends it", TextStyle.Quiet);
            while (true)
            {
                await Task.Delay(LookPeriod, context.Host.Clock, ct);
                var now = new Contents(OfManifests(), OfStores(manifests));
                var isStill = now == last;
                last = now;
                if (now != seen && !isStill)
                {
                    // It is being written: what is there now may be half of it.
                    continue;
                }

                if (now != seen)
                {
                    manifests = await ReloadAsync(manifests, ct);

                    // Files of stores may be others now.
                    seen = last = now with { Stores = OfStores(manifests) };
                    Plan(await run.RunAsync(manifests, manifests.Mappings, ct));
                }
                else if (Due(manifests) is { Count: > 0 } due)
                {
                    Plan(await run.RunAsync(manifests, due, ct));
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            context.Terminal.Say("ended", TextStyle.Quiet);
        }
        finally
        {
            await manifests.DisposeAsync();
        }
    }

    // Manifests that cannot be read, such as one that is being saved, do not end the watch: the old ones count.
    private async ValueTask<SyncManifests> ReloadAsync(SyncManifests old, CancellationToken ct)
    {
        try
        {
            var read = await SyncManifests.ReadAsync(context, request.Source, old.Learned, cluster, ct);
            await old.DisposeAsync();
            _next.Clear();
            return read;
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            FailureReport.Write(context.Terminal, failure);
            context.Terminal.Say("the manifests that were read before count until this is corrected", TextStyle.Quiet);
            return old;
        }
    }

    private List<LocalMapping> Due(SyncManifests manifests)
    {
        var now = context.Host.Clock.GetUtcNow();
        return [.. manifests.Mappings.Where(mapping => _next.TryGetValue(mapping.ToString(), out var next) && next.Due <= now)];
    }

    private void Plan(IReadOnlyList<SyncedMapping> done)
    {
        var now = context.Host.Clock.GetUtcNow();
        foreach (var item in done)
        {
            var key = item.Mapping.ToString();
            var failures = item.Failure is null ? 0 : Math.Min(_next.GetValueOrDefault(key).Failures + 1, 30);
            if (failures > 0)
            {
                var wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures - 1), LongestBackoff.TotalSeconds));
                _next[key] = (now + wait, failures);
            }
            else if (item.Mapping.Interval is { } interval)
            {
                _next[key] = (now + interval, 0);
            }
            else
            {
                _next.Remove(key);
            }
        }
    }

    private string OfManifests() => Digests(new GivenManifests(context).FilesOf(request.Source.Paths));

    private string OfStores(SyncManifests manifests) => Digests(manifests.Objects.Select(FileOfStore).OfType<string>());

    // Contents, because an editor may keep size and time.
    private string Digests(IEnumerable<string> paths)
    {
        var text = new StringBuilder();
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            text.Append(path).Append('\n').Append(Digest(context.Host.Environment.ResolvePath(path))).Append('\n');
        }

        return text.ToString();
    }

    private static string Digest(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? FileOfStore(GivenObject item) =>
        StoreManifest.IsStore(item.Tree) && item.Tree.At("spec", "provider", "sopsFile").TextOf("path") is { Length: > 0 } path
            ? path
            : null;

    // Names and digests of files.
    private sealed record Contents(string Manifests, string Stores);
}
