using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Cli.Stores;

/// <summary>Makes a store of what a person typed: a URL, or a manifest.</summary>
/// <param name="context">Of the run.</param>
/// <param name="place">Where references are looked up.</param>
internal sealed class StoreOpener(VerbContext context, StorePlace place)
{
    private const string DefaultNamespace = "default";

    /// <summary>Makes the store. No server is asked.</summary>
    /// <param name="store">As typed.</param>
    /// <param name="ct">Cancels key services of encrypted manifests.</param>
    /// <exception cref="SecretsKitException">There is no such store, or its settings are wrong.</exception>
    public async ValueTask<ISecretStore> OpenAsync(string store, CancellationToken ct)
    {
        var host = context.Host.Providers();
        if (StoreUrls.Read(store, host) is { } url)
        {
            return SecretStores.Create(url.Manifest, Local(url.Manifest.ContextFor(Space(url.Manifest), url.References, host)));
        }

        var (file, name) = SplitName(store);
        var manifests = new GivenManifests(context);
        var given = await manifests.ReadAsync([file], ct);
        var chosen = Choose([.. given.Where(item => StoreManifest.IsStore(item.Tree))], file, name);
        var manifest = StoreManifest.Read(chosen.Tree);
        var references = new GivenReferences([.. given, .. await manifests.ReadAsync(place.Manifests, ct)]);
        return SecretStores.Create(manifest, Local(manifest.ContextFor(Space(manifest), references, host)));
    }

    // A person's own files and keys may be read by a person's own command.
    private StoreContext Local(StoreContext made) => made with
    {
        AllowsFiles = true,
        AllowsLocalAddresses = true,
        Keys = context.Host.LocalKeyRing(),
    };

    private string Space(StoreManifest manifest) =>
        manifest.Namespace.Length > 0 ? manifest.Namespace : place.Namespace.Length > 0 ? place.Namespace : DefaultNamespace;

    // A name that holds the sign itself is a file where there is one.
    private (string File, string Name) SplitName(string store)
    {
        var at = store.LastIndexOf('#');
        return at < 0 || File.Exists(context.Host.Environment.ResolvePath(store)) ? (store, "") : (store[..at], store[(at + 1)..]);
    }

    private static GivenObject Choose(IReadOnlyList<GivenObject> stores, string file, string name)
    {
        var named = name.Length == 0 ? stores : [.. stores.Where(item => item.Name == name)];
        return named.Count switch
        {
            1 => named[0],
            0 => throw new SecretsKitException(
                ErrorCode.General,
                name.Length == 0
                    ? DisplayText.Message($"{file}: there is no SecretStore or ClusterSecretStore in it")
                    : DisplayText.Message($"{file}: there is no store named {name} in it"))
            {
                Hint = stores.Count > 0
                    ? $"it holds {string.Join(", ", stores.Select(item => item.Name))}"
                    : "name a file with a store, or a URL such as sops:secrets.yaml; 'secretskit secret get --help' has them all",
            },
            _ => throw new SecretsKitException(ErrorCode.Usage, DisplayText.Message($"{file}: it holds several stores"))
            {
                Hint = $"name one: {string.Join(" or ", named.Select(item => $"{file}#{item.Name}"))}",
            },
        };
    }
}
