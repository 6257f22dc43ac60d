using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Generators;

/// <summary>Makes values anew at each sync (spec external-secrets.md 4.4, 4.5); never shared between mappings.</summary>
/// <param name="objects">Finds generators.</param>
/// <param name="random">Randomness.</param>
/// <param name="clock">The clock of codes that end.</param>
internal sealed class GeneratorRun(IObjectSource objects, RandomFill random, TimeProvider clock)
{
    private const string Group = "generators.external-secrets.io/";
    private const string ClusterKind = "ClusterGenerator";

    /// <summary>The manifest of a generator, or null.</summary>
    public ValueTask<MapValue?> FindAsync(GeneratorRef generator, string ns, CancellationToken ct) =>
        generator.ApiVersion.StartsWith(Group, StringComparison.Ordinal)
            ? objects.FindAsync(
                new(generator.ApiVersion, generator.Kind, generator.Kind == ClusterKind ? "" : ns, generator.Name), ct)
            : ValueTask.FromResult<MapValue?>(null);

    /// <summary>Makes the values.</summary>
    /// <exception cref="SecretsKitException">There is no such generator, it is wrong, or its kind is not served.</exception>
    public async ValueTask<SecretMap> GenerateAsync(GeneratorRef generator, string ns, CancellationToken ct)
    {
        var tree = await FindAsync(generator, ns, ct) ?? throw GeneratedValues.Failed(
            $"unable to get generator: {generator.Kind}.generators.external-secrets.io \"{generator.Name}\" not found");
        var (kind, spec) = (generator.Kind, tree.Child("spec") ?? new MapValue());
        if (kind == ClusterKind)
        {
            kind = spec.Text("kind");
            spec = spec.Child("generator")?.Child(FieldOf(kind))
                ?? throw GeneratedValues.Failed($"unable to get generator: the cluster generator has no settings of the kind {kind}");
        }

        return kind switch
        {
            "Fake" => TextsOf(spec),
            "UUID" => GeneratedValues.One("uuid", UniqueName()),
            "Password" => PasswordGenerator.Generate(spec, random),
            "MFA" => await OneTimeCode.GenerateAsync(spec, ns, new ObjectReferences(objects), clock, ct),
            _ => throw GeneratedValues.Failed($"unable to get generator: the kind {kind} is not served"),
        };
    }

    private static SecretMap TextsOf(MapValue spec)
    {
        var map = new SecretMap();
        foreach (var (key, text) in spec.TextMap("data"))
        {
            map[key] = SecretValue.OfText(text);
        }

        return map;
    }

    private string UniqueName()
    {
        Span<byte> bytes = stackalloc byte[16];
        random(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    // The fields of a cluster generator: fakeSpec, uuidSpec, sshKeySpec, passwordSpec.
    private static string FieldOf(string kind) => kind switch
    {
        "UUID" => "uuidSpec",
        "MFA" => "mfaSpec",
        "SSHKey" => "sshKeySpec",
        "" => "",
        _ => $"{char.ToLowerInvariant(kind[0])}{kind[1..]}Spec",
    };
}
