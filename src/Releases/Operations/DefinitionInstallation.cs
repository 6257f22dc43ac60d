using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Makes the CustomResourceDefinitions of a chart's <c>crds/</c> before it is rendered, and waits until the server serves their kinds
/// (spec helm.md 8). Those that are there are left alone, but server-side apply brings them up to date.
/// </summary>
/// <param name="context">Where.</param>
/// <param name="method">How they are written.</param>
internal sealed class DefinitionInstallation(OperationContext context, WriteMethod method)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The states of definitions that writes are bound to. Default: none are.</summary>
    public BoundStates States { get; init; } = BoundStates.None;

    /// <summary>Makes them.</summary>
    /// <exception cref="SecretsKitException">The server refused one, or does not serve it within a minute.</exception>
    public async Task RunAsync(IReadOnlyList<ChartFile> files, CancellationToken ct)
    {
        var made = new List<ReleaseObject>();
        foreach (var file in files)
        {
            made.AddRange(await InstallAsync(file, ct));
        }

        if (made.Count == 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Limit, context.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        foreach (var item in made)
        {
            await WaitAsync(item, either.Token, ct);
        }

        context.Objects.Resources.Forget();
    }

    private async Task<List<ReleaseObject>> InstallAsync(ChartFile file, CancellationToken ct)
    {
        var isServerSide = method.IsServerSide();
        var writer = new ObjectWriter(context.Objects, method, context.Generation) { States = States };
        var made = new List<ReleaseObject>();
        try
        {
            var objects = await new ManifestObjects(context.Objects, context.Generation).ReadAsync(file.Data, context.Namespace, ct);
            foreach (var item in objects)
            {
                try
                {
                    await writer.WriteAsync(new(item, isServerSide ? WriteAction.Apply : WriteAction.Create), ct);
                    made.Add(item);
                }
                catch (ApiException failure) when (failure.Status.IsAlreadyExists)
                {
                    continue;
                }
            }
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix($"failed to install CRD {file.Name}: ");
        }

        return made;
    }

    private async Task WaitAsync(ReleaseObject item, CancellationToken either, CancellationToken ct)
    {
        try
        {
            while (!IsServed((await context.Objects.GetAsync(item.Reference, either)).AsMap ?? new()))
            {
                await Task.Delay(Interval, context.Clock, either);
            }
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new SecretsKitException(
                ErrorCode.General, $"the server does not serve {item.Reference.Name} within a minute of its making", failure)
            {
                Hint = $"kubectl describe crd {item.Reference.Name} says why",
            };
        }
    }

    private static bool IsServed(MapValue live)
    {
        foreach (var condition in live[new("status")].AsMap?[new("conditions")].AsList is { } list ? list.Items : [])
        {
            var (type, status) = condition.AsMap is { } map ? (ObjectTree.Text(map, "type"), ObjectTree.Text(map, "status")) : ("", "");
            if ((type, status) is ("Established", "True") or ("NamesAccepted", "False"))
            {
                return true;
            }
        }

        return ObjectTree.Text(live, "kind") != "CustomResourceDefinition";
    }
}
