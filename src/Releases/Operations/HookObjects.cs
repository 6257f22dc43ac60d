using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>Reads, makes and deletes the objects of hooks: as those of the release are made, but never replaced.</summary>
/// <param name="context">Where.</param>
/// <param name="method">How the objects of the release are written.</param>
/// <param name="states">
/// What the first deletion and the first creation of an object are bound to: what is there from then on is the program's own.
/// </param>
internal sealed class HookObjects(OperationContext context, WriteMethod method, BoundStates states) : IHookObjects
{
    private readonly ManifestObjects _manifests = new(context.Objects, context.Generation) { Fields = FieldRule.Checked };
    private readonly ObjectWriter _writer = new(
        context.Objects, method.IsServerSide() ? WriteMethod.ServerSide : WriteMethod.ClientSide, context.Generation)
    {
        States = states,
    };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResourceRef>> ReadAsync(ByteString manifest, CancellationToken cancellationToken) =>
        [.. (await ItemsAsync(manifest, cancellationToken)).Select(item => item.Reference)];

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(ResourceRef reference, CancellationToken cancellationToken)
    {
        var isFound = await _writer.DeleteAsync(reference, DeletionPropagation.Background, cancellationToken);
        if (states.Find(reference) is not null)
        {
            states.Set(reference, new(ReviewedState.Absent, null));
        }

        return isFound;
    }

    /// <inheritdoc/>
    public async Task CreateAsync(ByteString manifest, CancellationToken cancellationToken)
    {
        foreach (var item in await ItemsAsync(manifest, cancellationToken))
        {
            try
            {
                var action = method.IsServerSide() ? WriteAction.Apply : WriteAction.Create;
                await _writer.WriteAsync(
                    new(item, action) { Exists = states.Find(item.Reference) is { Live: not null } }, cancellationToken);
                states.Release(item.Reference);
            }
            catch (SecretsKitException failure)
            {
                throw FailureList.Join(context.Generation, [failure]);
            }
        }
    }

    private Task<IReadOnlyList<ReleaseObject>> ItemsAsync(ByteString manifest, CancellationToken ct) =>
        _manifests.ReadAsync(manifest.Memory, context.Namespace, ct);
}
