using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Access;

/// <summary>Reads the objects that deploys of a chart write.</summary>
/// <param name="target">Where and how.</param>
/// <param name="find">Finds kinds.</param>
public sealed class AccessObjects(AccessTarget target, KindLookup find)
{
    private readonly List<AccessObject> _found = [];
    private readonly HashSet<(ResourceRef Reference, ObjectUse Use)> _seen = [];
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>What was read, each object once.</summary>
    public IReadOnlyList<AccessObject> Found => _found;

    /// <summary>Kinds whose plural names are not known, as <c>Widget (example.com/v1)</c>, sorted.</summary>
    public IReadOnlyCollection<string> Unknown => _unknown;

    /// <summary>Adds the objects of a rendering: those of the release, its hooks, its definitions.</summary>
    /// <exception cref="SecretsKitException">A document is no object of Kubernetes, or the server failed.</exception>
    public async Task AddAsync(RenderResult rendering, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rendering);
        foreach (var file in rendering.Chart.Source.CrdFiles)
        {
            await AddAsync(file.Data, ObjectUse.Definition, cancellationToken);
        }

        foreach (var manifest in rendering.Manifests)
        {
            await AddAsync(manifest.Text, ObjectUse.Release, cancellationToken);
        }

        foreach (var hook in rendering.Hooks)
        {
            var isLogged = hook.IsTest || hook.OutputLogPolicies.Count > 0;
            await AddAsync(hook.Manifest.Text, isLogged ? ObjectUse.LoggedHook : ObjectUse.Hook, cancellationToken);
        }
    }

    /// <summary>Adds the objects of a manifest, such as that of the revision which is installed.</summary>
    /// <exception cref="SecretsKitException"><inheritdoc cref="AddAsync(RenderResult, CancellationToken)"/></exception>
    public async Task AddAsync(ReadOnlyMemory<byte> manifest, ObjectUse use, CancellationToken cancellationToken)
    {
        foreach (var (reference, document) in ManifestDocuments.Read(manifest, target.Generation))
        {
            if (await find(reference.ApiVersion, reference.Kind, cancellationToken) is not { } resource)
            {
                _unknown.Add($"{reference.Kind} ({reference.ApiVersion})");
                continue;
            }

            var placed = resource.IsNamespaced ? reference.In(target.Namespace) : reference with { Namespace = "" };
            if (_seen.Add((placed, use)))
            {
                _found.Add(new(placed, resource, use, document));
            }
        }
    }
}
