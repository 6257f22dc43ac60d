using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>Makes the namespace of a release; one that is there already does not matter.</summary>
/// <param name="context">Where.</param>
/// <param name="method">How it is written.</param>
internal sealed class NamespaceCreation(OperationContext context, WriteMethod method)
{
    /// <summary>The state of the namespace that the write is bound to. Default: none is.</summary>
    public BoundStates States { get; init; } = BoundStates.None;

    /// <summary>Makes it.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The server refused.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var manifest = ObjectTree.WithMetadata(new(), "name", Value.Of(context.Namespace));
        manifest = ObjectTree.WithMarks(manifest, "labels", ("name", context.Namespace));
        manifest.Set(new("apiVersion"), Value.Of("v1"));
        manifest.Set(new("kind"), Value.Of("Namespace"));
        manifest.Set(new("spec"), Value.Of(new MapValue()));
        manifest.Set(new("status"), Value.Of(new MapValue()));
        var reference = new ResourceRef("v1", "Namespace", "", context.Namespace);
        var item = new ReleaseObject(reference, await context.Objects.ResourceAsync(reference, ct), manifest);
        var action = method.IsServerSide() ? WriteAction.Apply : WriteAction.Create;
        try
        {
            await new ObjectWriter(context.Objects, method, context.Generation) { States = States }.WriteAsync(new(item, action), ct);
        }
        catch (ApiException failure) when (failure.Status.IsAlreadyExists)
        {
            return;
        }
        catch (SecretsKitException failure)
        {
            throw FailureList.Join(context.Generation, [failure]);
        }
    }
}
