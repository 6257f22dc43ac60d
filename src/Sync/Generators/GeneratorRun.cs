using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

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

    /// <summary>Makes the values.</summary>
    /// <exception cref="SecretsKitException">There is no such generator, it is wrong, or its kind is not served.</exception>
    public async ValueTask<SecretMap> GenerateAsync(GeneratorRef generator, string ns, CancellationToken ct)
    {
        var tree = await FindAsync(generator, ns, ct) ?? throw Failed(
            $"unable to get generator: {generator.Kind}.generators.external-secrets.io \"{generator.Name}\" not found");
        var (kind, spec) = (generator.KindIn(tree), tree.Child("spec") ?? new MapValue());
        if (generator.IsClusterGenerator)
        {
            spec = spec.Child("generator")?.Child(SecretGenerators.Find(kind)?.SpecField ?? "")
                ?? throw Failed($"unable to get generator: the cluster generator has no settings of the kind {kind}");
        }

        try
        {
            var context = new StoreContext(generator.Name, IsClusterStore: false, ns, new ObjectReferences(objects), host)
            {
                AllowsLocalAddresses = allowsLocalAddresses,
            };
            return await SecretGenerators.Create(kind, spec, Surroundings(context)).GenerateAsync(ct);
        }
        catch (ProviderException failure)
        {
            throw Failed($"error using generator: {failure.Detail}");
        }
    }

    private static SecretsKitException Failed(string message) => new(ErrorCode.General, message);
}
