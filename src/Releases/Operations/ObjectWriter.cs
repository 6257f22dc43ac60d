using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>Sends single steps of plans, with the sentences of the reference where the server refuses (spec helm.md 12).</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="method">How objects are written.</param>
/// <param name="generation">Whose requests are sent: Helm 4 has objects that replace others checked strictly.</param>
internal sealed class ObjectWriter(ObjectClient objects, WriteMethod method, HelmGeneration generation)
{
    private static readonly WriteOptions ClientSide = new() { FieldManager = FieldOwners.Name };
    private static readonly WriteOptions Strict = new() { FieldManager = FieldOwners.Name, FieldValidation = FieldValidation.Strict };

    // Attempts to replace an object that changes all the time.
    private const int MaxReplacements = 5;

    private WriteOptions ServerSide { get; } = new()
    {
        FieldManager = FieldOwners.Name,
        FieldValidation = FieldValidation.Strict,
        ForcesConflicts = method == WriteMethod.ServerSideForced,
    };

    /// <summary>The states of objects that writes are bound to. Default: none are.</summary>
    public BoundStates States { get; init; } = BoundStates.None;

    /// <summary>Does one step.</summary>
    /// <exception cref="SecretsKitException">The server refused, or there is no answer.</exception>
    public Task WriteAsync(PlannedWrite write, CancellationToken ct) =>
        new BoundWriter(objects, States).WriteAsync(write, SendAsync, ct);

    /// <summary>Deletes an object, what it owns later; that it is gone already does not matter.</summary>
    /// <returns>Whether the server had it.</returns>
    /// <exception cref="SecretsKitException">The server refused, or there is no answer.</exception>
    public Task<bool> DeleteAsync(ResourceRef reference, DeletionPropagation propagation, CancellationToken ct) =>
        new BoundWriter(objects, States).DeleteAsync(reference, propagation, ct);

    private async Task SendAsync(PlannedWrite write, CancellationToken ct)
    {
        switch (write.Action)
        {
            case WriteAction.Create:
                await objects.CreateAsync(Value.Of(write.Item.Manifest), ClientSide, ct);
                break;
            case WriteAction.Apply:
                await ApplyAsync(write, ct);
                break;
            case WriteAction.Patch:
                await PatchAsync(write.Item, write.Patch!, ct);
                break;
            case WriteAction.Replace:
                await ReplaceAsync(write, ct);
                break;
            default:
                break;
        }
    }

    private async Task ApplyAsync(PlannedWrite write, CancellationToken ct)
    {
        var reference = write.Item.Reference;
        var place = $"{reference.Namespace}/{reference.Name} {reference.Group}/{reference.Version}, Kind={reference.Kind}";
        try
        {
            if (reference.Name.Length == 0)
            {
                throw new SecretsKitException(ErrorCode.MalformedDocument, "resource name may not be empty");
            }

            if (write is { IsBound: true, Exists: false })
            {
                await new AppliedCreation(objects, Strict).RunAsync(write.Item, ct);
                return;
            }

            var manifest = write.Item.Manifest;
            if (write.OwnerPatch is { } patch)
            {
                var owned = await objects.PatchAsync(reference, patch, Strict, ct);
                manifest = write.IsBound ? WithVersionOf(manifest, owned.AsMap ?? new()) : manifest;
            }

            await objects.PatchAsync(reference, ObjectPatch.Apply(Value.Of(manifest)), ServerSide, ct);
        }
        catch (ApiException failure) when (failure.Status.IsConflict)
        {
            throw DeployCause.Refused(write.Item, $"conflict occurred while applying object {place}: {failure.Message}", failure);
        }
        catch (SecretsKitException failure)
        {
            throw DeployCause.Refused(write.Item, $"server-side apply failed for object {place}: {failure.Message}", failure);
        }
    }

    private async Task PatchAsync(ReleaseObject item, ObjectPatch patch, CancellationToken ct)
    {
        try
        {
            await objects.PatchAsync(item.Reference, patch, ClientSide, ct);
        }
        catch (SecretsKitException failure)
        {
            throw DeployCause.Refused(
                item, $"cannot patch \"{item.Reference.Name}\" with kind {item.Reference.Kind}: {failure.Message}", failure);
        }
    }

    // Whoever replaces an object does not mind what controllers write into it meanwhile.
    private async Task ReplaceAsync(PlannedWrite write, CancellationToken ct)
    {
        var state = write.ResourceVersion;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var manifest = ObjectTree.WithMetadata(write.Item.Manifest, "resourceVersion", Value.Of(state));
                await objects.UpdateAsync(Value.Of(manifest), generation == HelmGeneration.V4 ? Strict : ClientSide, ct);
                return;
            }
            catch (ApiException failure) when (failure.Status.IsConflict && !write.IsBound && attempt < MaxReplacements)
            {
                var live = (await objects.GetAsync(write.Item.Reference, ct)).AsMap ?? new();
                state = ObjectTree.Text(ObjectTree.Metadata(live), "resourceVersion");
            }
            catch (SecretsKitException failure)
            {
                throw DeployCause.Refused(write.Item, $"failed to replace object: {failure.Message}", failure);
            }
        }
    }

    private static MapValue WithVersionOf(MapValue manifest, MapValue live) =>
        ObjectTree.WithMetadata(manifest, "resourceVersion", ObjectTree.Metadata(live)[new("resourceVersion")]);
}
