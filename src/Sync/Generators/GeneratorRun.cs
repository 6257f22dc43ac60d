using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Generators;

/// <summary>Makes values anew at each sync (spec external-secrets.md 4.4, 4.5); never shared between mappings.</summary>
/// <param name="objects">Finds generators.</param>
/// <param name="host">The surroundings of generators.</param>
/// <param name="allowsLocalAddresses">Whether URLs of manifests may lead to this machine and its link.</param>
internal sealed class GeneratorRun(IObjectSource objects, ProviderHost host, bool allowsLocalAddresses = false)
{
    private const string Group = SecretGenerators.Group + "/";

    /// <summary>What a generator may use beside its manifest. Default nothing.</summary>
    public Func<StoreContext, StoreContext> Surroundings { get; init; } = static context => context;

    /// <summary>The manifest of a generator, or null.</summary>
    public ValueTask<MapValue?> FindAsync(GeneratorRef generator, string ns, CancellationToken ct) =>
        generator.ApiVersion.StartsWith(Group, StringComparison.Ordinal)
            ? objects.FindAsync(generator.Reference(ns), ct)
            : ValueTask.FromResult<MapValue?>(null);

    /// <summary>The generator as if it were one of a namespace: what a ClusterGenerator holds, or the generator itself.</summary>
    public static MapValue ActualOf(GeneratorRef generator, MapValue tree) => !generator.IsClusterGenerator ? tree
        : new MapValue().With(
            "spec", tree.Child("spec")?.Child("generator")?.Child(SecretGenerators.Find(generator.KindIn(tree))?.SpecField ?? "") ?? new());

    /// <summary>Makes the values.</summary>
    /// <param name="generator">Which.</param>
    /// <param name="ns">The namespace of the mapping.</param>
    /// <param name="keep">
    /// Takes what has to be revoked later; null where nothing keeps track of it: then such generators are refused.
    /// </param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">There is no such generator, it is wrong, or its kind is not served.</exception>
    public async ValueTask<SecretMap> GenerateAsync(
        GeneratorRef generator, string ns, Action<GeneratedState>? keep, CancellationToken ct)
    {
        var tree = await FindAsync(generator, ns, ct) ?? throw Failed(
            $"unable to get generator: {generator.Kind}.generators.external-secrets.io \"{generator.Name}\" not found");
        var (kind, spec) = (generator.KindIn(tree), tree.Child("spec") ?? new MapValue());
        if (generator.IsClusterGenerator)
        {
            spec = spec.Child("generator")?.Child(SecretGenerators.Find(kind)?.SpecField ?? "")
                ?? throw Failed($"unable to get generator: the cluster generator has no settings of the kind {kind}");
        }

        using var span = SyncSpans.Part("generate").Of(kind, ns, generator.Name);
        try
        {
            var made = Create(kind, generator.Name, spec, ns);
            if (made is not IRevocableGenerator revocable)
            {
                return await made.GenerateAsync(ct);
            }

            if (keep is null)
            {
                throw Failed($"error using generator: what a generator of the kind {kind} makes has to be revoked later, by an agent");
            }

            var values = await revocable.GenerateRevocableAsync(ct);
            keep(new(revocable, Snapshot(kind, generator.Name, ns, spec), values.State));
            return values.Data;
        }
        catch (ProviderException failure)
        {
            span.Failed(failure);
            throw Failed($"error using generator: {failure.Detail}");
        }
    }

    /// <summary>Revokes what a generator made.</summary>
    /// <param name="resource">The generator as it was when it made it.</param>
    /// <param name="state">What it made.</param>
    /// <param name="ns">The namespace of both.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">The kind is not served, its settings are wrong, or the server failed.</exception>
    public async ValueTask RevokeAsync(MapValue resource, MapValue state, string ns, CancellationToken ct)
    {
        var head = new ObjectHead(resource);
        if (Create(head.Kind, head.Name, resource.Child("spec") ?? new(), ns) is IRevocableGenerator revocable)
        {
            await revocable.RevokeAsync(state, ct);
        }
    }

    private ISecretGenerator Create(string kind, string name, MapValue spec, string ns)
    {
        var context = new StoreContext(name, IsClusterStore: false, ns, new ObjectReferences(objects), host)
        {
            AllowsLocalAddresses = allowsLocalAddresses,
        };
        return SecretGenerators.Create(kind, spec, Surroundings(context));
    }

    private static MapValue Snapshot(string kind, string name, string ns, MapValue spec) => new MapValue()
        .With("apiVersion", GeneratorRef.DefaultApiVersion).With("kind", kind)
        .With("metadata", new MapValue().With("name", name).With("namespace", ns)).With("spec", spec);

    private static SecretsKitException Failed(string message) => new(ErrorCode.General, message);
}
