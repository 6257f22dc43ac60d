using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Makes an object that must not be there, whose fields become those of server-side apply. An apply request alone would change an object
/// that came meanwhile: so the object is made by a create request, which the server refuses then, applied, and the mark of the creation
/// taken away.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="options">How requests are sent.</param>
internal sealed class AppliedCreation(ObjectClient objects, WriteOptions options)
{
    // Controllers write into new objects at once.
    private const int MaxAttempts = 10;

    /// <summary>Makes it.</summary>
    /// <exception cref="ApiException">It is there, or the server refused.</exception>
    public async Task RunAsync(ReleaseObject item, CancellationToken ct)
    {
        var made = (await objects.CreateAsync(Value.Of(item.Manifest), options, ct)).AsMap ?? new();
        var manifest = ObjectTree.WithMetadata(item.Manifest, "uid", ObjectTree.Metadata(made)[new("uid")]);

        // Forced: what admission changed of a field is owned by the creation, which is ours.
        var applied = await objects.PatchAsync(
            item.Reference, ObjectPatch.Apply(Value.Of(manifest)), options with { ForcesConflicts = true }, ct);
        var live = applied.AsMap ?? new();
        for (var attempt = 1; FieldOwners.ToAppliedAlone(live) is { } patch; attempt++)
        {
            try
            {
                await objects.PatchAsync(item.Reference, patch, options, ct);
                return;
            }
            catch (ApiException failure) when (failure.Status.IsConflict && attempt < MaxAttempts)
            {
                live = (await objects.GetAsync(item.Reference, ct)).AsMap ?? new();
            }
        }
    }
}
