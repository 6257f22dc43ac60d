using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>Reads the objects of a manifest, whose kinds the server must have.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="generation">How documents are separated.</param>
public sealed class ManifestObjects(ObjectClient objects, HelmGeneration generation)
{
    /// <summary>Whether fields are checked against the schema of the server, where the server does not check them itself.</summary>
    public FieldRule Fields { get; init; }

    /// <summary>Reads.</summary>
    /// <param name="manifest">Documents of YAML; lists count as what is in them.</param>
    /// <param name="namespace">Where objects are that name no namespace.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The objects in the order of the text.</returns>
    /// <exception cref="Core.Errors.SecretsKitException">
    /// A document is no object; or the server does not have its kind, with an <see cref="UnknownKindCause"/>; or it has wrong fields, with
    /// a <see cref="FieldFaultCause"/>; or the server failed.
    /// </exception>
    public async Task<IReadOnlyList<ReleaseObject>> ReadAsync(
        ReadOnlyMemory<byte> manifest, string @namespace, CancellationToken cancellationToken)
    {
        var missing = new List<ResourceRef>();
        var found = await ReadAsync(manifest, @namespace, missing, cancellationToken);
        return missing.Count == 0 ? found : throw new UnknownKindCause(missing).ToException();
    }

    /// <summary>Reads the objects whose kinds the server has: there can be none of the others.</summary>
    /// <inheritdoc cref="ReadAsync(ReadOnlyMemory{byte}, string, CancellationToken)"/>
    internal async Task<IReadOnlyList<ReleaseObject>> ReadKnownAsync(
        ReadOnlyMemory<byte> manifest, string @namespace, CancellationToken cancellationToken) =>
        await ReadAsync(manifest, @namespace, [], cancellationToken);

    private async Task<IReadOnlyList<ReleaseObject>> ReadAsync(
        ReadOnlyMemory<byte> manifest, string space, List<ResourceRef> missing, CancellationToken ct)
    {
        var found = new List<ReleaseObject>();
        foreach (var (reference, document) in ManifestDocuments.Read(manifest, generation))
        {
            await CheckFieldsAsync(document, ct);
            if (await objects.Resources.FindAsync(reference.ApiVersion, reference.Kind, ct) is not { } resource)
            {
                missing.Add(reference);
                continue;
            }

            var placed = resource.IsNamespaced ? reference.In(space) : reference with { Namespace = "" };
            found.Add(new(
                placed, resource, resource.IsNamespaced
                    ? ObjectTree.WithMetadata(document, "namespace", Value.Of(placed.Namespace))
                    : document));
        }

        return found;
    }

    private async ValueTask CheckFieldsAsync(MapValue document, CancellationToken ct)
    {
        if (Fields == FieldRule.Checked && await objects.Resources.SchemasAsync(ct) is { } schemas
            && schemas.Check(document) is { Count: > 0 } faults)
        {
            throw new FieldFaultCause(faults).ToException();
        }
    }
}
