using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>Reads and makes the objects of hooks: as those of the release are made, but never replaced.</summary>
/// <param name="context">Where.</param>
/// <param name="method">How the objects of the release are written.</param>
internal sealed class HookObjects(OperationContext context, WriteMethod method) : IHookObjects
{
    private readonly ManifestObjects _manifests = new(context.Objects, context.Generation) { Fields = FieldRule.Checked };
    private readonly ObjectWriter _writer = new(
        context.Objects, method.IsServerSide() ? WriteMethod.ServerSide : WriteMethod.ClientSide, context.Generation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResourceRef>> ReadAsync(ByteString manifest, CancellationToken cancellationToken) =>
        [.. (await ItemsAsync(manifest, cancellationToken)).Select(item => item.Reference)];

    /// <inheritdoc/>
    public async Task CreateAsync(ByteString manifest, CancellationToken cancellationToken)
    {
        foreach (var item in await ItemsAsync(manifest, cancellationToken))
        {
            try
            {
                await _writer.WriteAsync(new(item, method.IsServerSide() ? WriteAction.Apply : WriteAction.Create), cancellationToken);
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
