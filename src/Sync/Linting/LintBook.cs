using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Providers;
using SecretsKit.Sync.Local;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Linting;

/// <summary>An object and what is found about it.</summary>
/// <param name="book">Where findings go.</param>
/// <param name="place">Which of the manifests.</param>
/// <param name="tree">The object, in its namespace. Lent.</param>
internal sealed class LintedObject(LintBook book, int place, MapValue tree)
{
    public MapValue Tree { get; } = tree;

    public int Place { get; } = place;

    public ObjectHead Head { get; } = new(tree);

    public LintBook Book { get; } = book;

    /// <summary>A part of a path.</summary>
    public static string Index(int at) => string.Create(CultureInfo.InvariantCulture, $"[{at}]");

    public void Add(LintRule rule, IReadOnlyList<string> path, string message, string name = "", int textLine = 0) =>
        Book.Findings.Add(new(rule, Place, path, message) { Name = name, TextLine = textLine });
}

/// <summary>What is looked at, and what is found.</summary>
internal sealed class LintBook
{
    public LintBook(IReadOnlyList<MapValue> manifests, LocalSyncOptions options, ProviderHost host)
    {
        (Options, Host) = (options, host);
        Source = new ManifestObjects(manifests, options.Namespace);
        Objects = [.. manifests.Select((tree, place) => new LintedObject(this, place, InNamespace(tree, options.Namespace)))];
        Mappings = [.. Objects.Where(item => ExternalSecret.IsMapping(item.Tree)).Select(item => (item, new ExternalSecret(item.Tree)))];
    }

    public LocalSyncOptions Options { get; }

    public ProviderHost Host { get; }

    public IObjectSource Source { get; }

    public IReadOnlyList<LintedObject> Objects { get; }

    public IReadOnlyList<(LintedObject Object, ExternalSecret Mapping)> Mappings { get; }

    public List<LintFinding> Findings { get; } = [];

    private static MapValue InNamespace(MapValue tree, string ns)
    {
        var head = new ObjectHead(tree);
        if (head.Namespace.Length > 0 || ManifestObjects.IsClusterWide(head) || tree.Child("metadata") is null)
        {
            return tree;
        }

        var copy = tree.Copy();
        copy.ChildOrNew("metadata").With("namespace", ns);
        return copy;
    }
}
